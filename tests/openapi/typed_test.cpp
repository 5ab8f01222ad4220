#include "integration/fixture.h"
#include "pages/compression.h"
#include <cppunit/extensions/HelperMacros.h>
#include <list>

using namespace flyte_webhook::test;

namespace
{

constexpr auto asked = "/openapi.json?tasks=true";

std::string tokenOf(const ReceivedCall& call)
{
    const auto found = call.metadata.find("authorization");
    return found == call.metadata.end() ? std::string() : found->second;
}

Answer types(const std::string& json) { return {{json}}; }

/// A control plane with a few shops, one of which is for alice alone.
Answer shops(const ReceivedCall& call)
{
    if (tokenOf(call) == "Bearer bad") return {{}, 16, "no such token"};
    if (call.message == "open") return types(R"({"inputs":{"type":"object","examples":[{"n":1}]},"outputs":{},"description":"Is open."})");
    if (call.message == "hidden" && tokenOf(call) == "Bearer alice") return types(R"({"inputs":{"type":"object"},"description":null})");
    if (call.message == "hidden") return {{}, 7, "hidden is not for you"};
    if (call.message == "streamed") return types("in pieces");
    if (call.message == "odd") return types("garbled");
    if (call.message == "away") return {{}, 14, "away is down"};
    if (call.message == "broken") return types(R"({"outputs":{}})");
    return {{}, 5, "no such shop"};
}

} // namespace

/// The document that is read with a caller's credentials, in front of a plugin that has typed operations for apps.
class TypedTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TypedTest);
    CPPUNIT_TEST(itShowsWhatTheOperatorNamesAndTheCallerMaySee);
    CPPUNIT_TEST(theDocumentForEverybodyHoldsNone);
    CPPUNIT_TEST(itNeedsCredentialsLikeEverything);
    CPPUNIT_TEST(itIsKeptByNobody);
    CPPUNIT_TEST(itsParameterIsChecked);
    CPPUNIT_TEST(headAndGzipAreAsForEveryDocument);
    CPPUNIT_TEST(theWebhookItselfIsNotShown);
    CPPUNIT_TEST(withoutWhoTellsTheTypesItIsThatOfEverybody);
    CPPUNIT_TEST(whatCannotBeReadIsAnErrorThatNamesNothing);
    CPPUNIT_TEST(oneThatCannotBeReadHidesNoOther);
    CPPUNIT_TEST(aPluginThatTellsNoTypesIsTold);
    CPPUNIT_TEST(moreThanADocumentShowsIsTold);
    CPPUNIT_TEST(itIsOneRequestInLogAndMetrics);
    CPPUNIT_TEST(fewAreAskedAtOnce);
    CPPUNIT_TEST(fewDocumentsAreMadeAtOnce);
    CPPUNIT_TEST(theTimeOfARequestIsThatOfAllItsCalls);
    CPPUNIT_TEST(aClientThatGoesEndsItsCalls);
    CPPUNIT_TEST(pagesAskForItWhereTheBrowserIsKnown);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"typed"};
    Plane _plane{shops};

    std::map<std::string, std::string> keys(const std::string& apps, const Plane& plane) const
    {
        auto keys = probeKeys(_plugins, plane.address());
        if (!apps.empty()) keys["allowlist.apps"] = apps;
        return keys;
    }
    std::map<std::string, std::string> keys(const std::string& apps) const { return keys(apps, _plane); }

    void itShowsWhatTheOperatorNamesAndTheCallerMaySee()
    {
        Webhook webhook(keys("open, hidden, gone, streamed"));
        const auto alice = webhook.get(asked);
        CPPUNIT_ASSERT_EQUAL(200, alice.status);
        ASSERT_HOLDS(R"("/shop/{name}/order/{number}":{"post":)", alice.body);
        ASSERT_HOLDS(R"("/shop/open/order/{number}":{"post":{"tags":["typed"],"summary":"Orders: open","description":"Is open.",)"
                     R"("operationId":"order_open","parameters":[{"name":"number","in":"path")",
                     alice.body);
        ASSERT_HOLDS(R"("OrderOpenBody":{"type":"object","examples":[{"n":1}]})", alice.body);
        ASSERT_HOLDS(R"("summary":"Orders: hidden","description":"From any shop.")", alice.body);
        ASSERT_HOLDS(R"("OrderStreamedBody":{"type":"object"})", alice.body);
        ASSERT_LACKS("gone", alice.body);
        ASSERT_LACKS("/types", alice.body);

        const auto bob = webhook.get(asked, {"Authorization: Bearer bob"});
        CPPUNIT_ASSERT_EQUAL(200, bob.status);
        ASSERT_HOLDS("order_open", bob.body);
        ASSERT_LACKS("hidden", bob.body);
        CPPUNIT_ASSERT_EQUAL(alice.body, webhook.get(asked).body);
        for (const auto& call : _plane.calls()) CPPUNIT_ASSERT(!tokenOf(call).empty());
    }

    void theDocumentForEverybodyHoldsNone()
    {
        Webhook webhook(keys("open, hidden"));
        const auto plain = webhook.get("/openapi.json", {});
        for (const char* target : {"/openapi.json", "/openapi.json?tasks=false", "/openapi.json?other=true"})
            CPPUNIT_ASSERT_EQUAL(plain.body, webhook.get(target).body);
        ASSERT_LACKS("open/order", plain.body);
        ASSERT_LACKS("hidden", plain.body);
        CPPUNIT_ASSERT(_plane.calls().empty());
    }

    void itNeedsCredentialsLikeEverything()
    {
        Webhook webhook(keys("open"));
        const auto refused = webhook.get(asked, {});
        CPPUNIT_ASSERT_EQUAL(401, refused.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Authentication credentials required"})"), refused.body);
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer"), refused.headers.at("www-authenticate"));
        CPPUNIT_ASSERT(_plane.calls().empty());
        auto open = keys("open");
        open["auth.required"] = "false";
        webhook.reload(open);
        ASSERT_HOLDS("order_open", webhook.get(asked, {}).body);
    }

    void itIsKeptByNobody()
    {
        auto configured = keys("open");
        configured["auth.headers"] = "authorization, x-api-key";
        Webhook webhook(configured);
        const auto answer = webhook.get(asked);
        CPPUNIT_ASSERT_EQUAL(std::string("private, no-store"), answer.headers.at("cache-control"));
        CPPUNIT_ASSERT_EQUAL(std::string("authorization, x-api-key, Accept-Encoding"), answer.headers.at("vary"));
        CPPUNIT_ASSERT_EQUAL(std::string("nosniff"), answer.headers.at("x-content-type-options"));
        CPPUNIT_ASSERT_EQUAL(std::string("Accept-Encoding"), webhook.get("/openapi.json", {}).headers.at("vary"));
    }

    void itsParameterIsChecked()
    {
        Webhook webhook(keys("open"));
        for (const char* yes : {"true", "1", "yes", "false&tasks=true"})
            CPPUNIT_ASSERT_EQUAL(401, webhook.get("/openapi.json?tasks=" + std::string(yes), {}).status);
        const auto wrong = webhook.get("/openapi.json?tasks=perhaps", {});
        CPPUNIT_ASSERT_EQUAL(422, wrong.status);
        ASSERT_HOLDS(R"("loc":["query","tasks"])", wrong.body);
        CPPUNIT_ASSERT_EQUAL(405, fetch(webhook.port(), "POST", asked).status);
    }

    void headAndGzipAreAsForEveryDocument()
    {
        Webhook webhook(keys("open"));
        const auto whole = webhook.get(asked);
        const auto head = fetch(webhook.port(), "HEAD", asked, {"Authorization: Bearer alice"});
        CPPUNIT_ASSERT_EQUAL(std::to_string(whole.body.size()), head.headers.at("content-length"));
        const auto packed = webhook.get(asked, {"Authorization: Bearer alice", "Accept-Encoding: gzip"});
        CPPUNIT_ASSERT_EQUAL(whole.body, flyte_webhook::host::decompress(packed.body));
        CPPUNIT_ASSERT_EQUAL(304, webhook.get(asked, {"Authorization: Bearer alice", "If-None-Match: " + whole.headers.at("etag")}).status);
    }

    void theWebhookItselfIsNotShown()
    {
        Webhook webhook(keys("open, flyte-webhook"));
        const auto document = webhook.get(asked).body;
        ASSERT_HOLDS("/shop/open/order", document);
        ASSERT_LACKS("/shop/flyte-webhook", document);
        for (const auto& call : _plane.calls()) CPPUNIT_ASSERT_EQUAL(std::string("open"), call.message);
    }

    void withoutWhoTellsTheTypesItIsThatOfEverybody()
    {
        auto configured = keys("open");
        configured["webhook.endpoints"] = "order";
        Webhook webhook(configured);
        CPPUNIT_ASSERT_EQUAL(webhook.get("/openapi.json", {}).body, webhook.get(asked).body);
        Webhook unnamed(keys(""));
        CPPUNIT_ASSERT_EQUAL(unnamed.get("/openapi.json", {}).body, unnamed.get(asked).body);
        CPPUNIT_ASSERT(_plane.calls().empty());
    }

    void whatCannotBeReadIsAnErrorThatNamesNothing()
    {
        Webhook webhook(keys("open, away"));
        const auto unavailable = webhook.get(asked);
        CPPUNIT_ASSERT_EQUAL(503, unavailable.status);
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"detail":"Reading the types: the control plane cannot be reached; try again after the seconds in Retry-After"})"),
            unavailable.body);
        CPPUNIT_ASSERT_EQUAL(std::string("1"), unavailable.headers.at("retry-after"));
        CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), unavailable.headers.at("x-error-kind"));
        webhook.program().waitFor("/shop/away/types: unavailable: ");
        const auto unknown = webhook.get(asked, {"Authorization: Bearer bad"});
        CPPUNIT_ASSERT_EQUAL(401, unknown.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Reading the types: the control plane does not accept the credentials"})"),
                             unknown.body);
    }

    void oneThatCannotBeReadHidesNoOther()
    {
        auto configured = keys("odd, open");
        configured["telemetry.log_format"] = "json";
        Webhook webhook(configured);
        const auto answer = webhook.get(asked);
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        ASSERT_HOLDS("/shop/open/order", answer.body);
        ASSERT_LACKS("/shop/odd/order", answer.body);
        ASSERT_HOLDS("because what the control plane tells of their types cannot be read: `odd`\"}", answer.body);
        ASSERT_LACKS("odd", webhook.get("/openapi.json", {}).body);
        webhook.program().waitFor(R"("endpoint":"openapi_tasks","status":200)");
        webhook.program().waitFor("/shop/odd/types: bad_gateway: 7 bytes");
    }

    void aPluginThatTellsNoTypesIsTold()
    {
        Webhook webhook(keys("broken"));
        const auto answer = webhook.get(asked);
        CPPUNIT_ASSERT_EQUAL(500, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Internal Server Error"})"), answer.body);
        webhook.program().waitFor("/shop/broken/types answers no types");
    }

    void moreThanADocumentShowsIsTold()
    {
        std::string many;
        for (int i = 0; i < 257; ++i) many += "a" + std::to_string(i) + ", ";
        Webhook webhook(keys(many + "a0")); // one that comes twice is one
        CPPUNIT_ASSERT_EQUAL(501, webhook.get(asked).status);
        CPPUNIT_ASSERT(_plane.calls().empty());
        ASSERT_LACKS("data-typed", webhook.get("/docs", {}).body);
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/openapi.json", {}).status);
        webhook.reload(keys(many.substr(0, many.find(", a256"))));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get(asked).status);
        CPPUNIT_ASSERT_EQUAL(std::size_t{256}, _plane.calls().size());
    }

    void itIsOneRequestInLogAndMetrics()
    {
        auto configured = keys("open, hidden");
        configured["telemetry.log_format"] = "json";
        Webhook webhook(configured);
        webhook.get(asked, {"Authorization: Bearer alice", "X-Request-Id: the-one"});
        webhook.program().waitFor(R"("endpoint":"openapi_tasks","status":200)");
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        const auto log = webhook.program().output();
        const auto line = log.substr(log.rfind('\n', log.find("the-one")) + 1);
        ASSERT_HOLDS(R"("request_id":"the-one","method":"GET","route":"/openapi.json","endpoint":"openapi_tasks","status":200)", line);
        ASSERT_HOLDS(R"("calls":2)", line);
        ASSERT_LACKS("tell_types", log);
        ASSERT_LACKS("alice", log);
    }

    static Answer held(const ReceivedCall&)
    {
        Answer answer;
        answer.hold = true;
        return answer;
    }

    static std::string twentyTasks()
    {
        std::string many;
        for (int i = 0; i < 20; ++i) many += (many.empty() ? "a" : ", a") + std::to_string(i);
        return many;
    }

    void fewAreAskedAtOnce()
    {
        Plane slow(held);
        const Webhook webhook(keys(twentyTasks(), slow));
        WebConnection connection(webhook.port());
        connection.send(webRequest("GET", asked, {"Authorization: Bearer alice"}));
        CPPUNIT_ASSERT(slow.waitForCalls(8));
        CPPUNIT_ASSERT(!slow.waitForCalls(9, std::chrono::seconds(1)));
    }

    void fewDocumentsAreMadeAtOnce()
    {
        Plane slow(held);
        const Webhook webhook(keys("a", slow));
        const auto ask = [&](auto& connections)
        {
            connections.emplace_back(webhook.port());
            connections.back().send(webRequest("GET", asked, {"Authorization: Bearer alice"}));
        };
        std::list<WebConnection> connections;
        for (std::size_t i = 1; i <= 4; ++i)
        {
            ask(connections);
            CPPUNIT_ASSERT(slow.waitForCalls(i));
        }
        ask(connections);
        CPPUNIT_ASSERT(!slow.waitForCalls(5, std::chrono::seconds(1)));
        connections.pop_front(); // the first client goes, and the last one's turn comes
        CPPUNIT_ASSERT(slow.waitForCalls(5));
    }

    void theTimeOfARequestIsThatOfAllItsCalls()
    {
        Plane slow(held);
        auto configured = keys(twentyTasks(), slow);
        configured["listener.request_timeout"] = "2s";
        const Webhook webhook(configured);
        const auto answer = webhook.get(asked);
        CPPUNIT_ASSERT_EQUAL(504, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Reading the types: the control plane did not answer in time"})"), answer.body);
    }

    void aClientThatGoesEndsItsCalls()
    {
        std::mutex mutex;
        std::condition_variable changed;
        int cancelled = 0;
        const auto tell = [&]
        {
            const std::lock_guard lock(mutex);
            ++cancelled;
            changed.notify_all();
        };
        Plane slow(
            [&](const ReceivedCall&)
            {
                Answer answer;
                answer.hold = true;
                answer.cancelled = tell;
                return answer;
            });
        Webhook webhook(keys("a, b, c", slow));
        {
            WebConnection connection(webhook.port());
            connection.send(webRequest("GET", asked, {"Authorization: Bearer alice"}));
            CPPUNIT_ASSERT(slow.waitForCalls(3));
        }
        std::unique_lock lock(mutex);
        CPPUNIT_ASSERT(changed.wait_for(lock, std::chrono::seconds(20), [&] { return cancelled == 3; }));
    }

    void pagesAskForItWhereTheBrowserIsKnown()
    {
        Webhook webhook(keys("open"));
        for (const char* path : {"/docs", "/redoc"})
        {
            const auto anybody = webhook.get(path, {}), known = webhook.get(path, {"Cookie: session=1"});
            ASSERT_HOLDS(R"(data-typed="openapi.json?tasks=true"></div>)", anybody.body);
            ASSERT_HOLDS(R"(data-typed="openapi.json?tasks=true" data-signed-in></div>)", known.body);
            for (const auto& page : {anybody, known})
                CPPUNIT_ASSERT_EQUAL(std::string("authorization, cookie, Accept-Encoding"), page.headers.at("vary"));
            CPPUNIT_ASSERT(anybody.headers.at("etag") != known.headers.at("etag"));
        }
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/openapi.json?tasks=true", {"Cookie: session=1"}).status);
        Webhook unnamed(keys(""));
        CPPUNIT_ASSERT_EQUAL(unnamed.get("/docs", {}).body, unnamed.get("/docs").body);
        CPPUNIT_ASSERT_EQUAL(std::string("Accept-Encoding"), unnamed.get("/docs", {}).headers.at("vary"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TypedTest);
