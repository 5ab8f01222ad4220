#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

/// What a plugin asks of the host, seen from outside.
class BridgeTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(BridgeTest);
    CPPUNIT_TEST(aPluginSeesCheckedParametersSettingsAndFacts);
    CPPUNIT_TEST(aPluginNeverSeesACredential);
    CPPUNIT_TEST(whatDoesNotFitIsRefusedBeforeThePlugin);
    CPPUNIT_TEST(aCallCarriesTheCallersCredentialsAndNothingElse);
    CPPUNIT_TEST(aFailedCallBecomesItsStatusWithTheAttempt);
    CPPUNIT_TEST(anErrorWithoutWordsIsToldInOurs);
    CPPUNIT_TEST(aStreamIsPassedOnAsItComes);
    CPPUNIT_TEST(whenTheClientGoesTheCallIsCancelled);
    CPPUNIT_TEST(thePluginsErrorsBecomeStatuses);
    CPPUNIT_TEST(kindsOfThePluginReachTheClientWhenTheyAreWords);
    CPPUNIT_TEST(whatAPluginThrowsStaysInTheLog);
    CPPUNIT_TEST(aHandlerThatAnswersTwiceOrWronglyDoesNoHarm);
    CPPUNIT_TEST(aStreamThatFailsIsBrokenOffAndNotEnded);
    CPPUNIT_TEST(anErrorBearsNoHeaderOfTheAnswerThatDidNotCome);
    CPPUNIT_TEST(anOutgoingRequestReachesOnlyWhatIsAllowed);
    CPPUNIT_TEST(theWebhooksOwnNameIsRefusedBeforeTheAllowList);
    CPPUNIT_TEST(aPluginThatThrowsAcrossTheInterfaceIsA500);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe", "throws-in-handle", "good"};

    void aPluginSeesCheckedParametersSettingsAndFacts()
    {
        Plane plane;
        auto keys = probeKeys(_plugins, plane.address());
        keys["plugin.probe.greeting"] = "Good day";
        keys["webhook.project"] = "shop";
        Webhook webhook(keys);
        const auto answer = webhook.post("/show/a%2Fb?count=7&flag=ON", R"({"words":["x"],"object":{}})",
                                         {"Authorization: Bearer a", "X-Request-Id: id-1", "Accept: text/x"});
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"a/b","count":7,"flag":true,"greeting":"Good day","project":"shop",)"
                                         R"("authorization":null,"cookie":null,"accept":"text/x","id":"id-1","caller_bytes":32,)"
                                         R"("time_left":true,"words":"[\"x\"]"})"),
                             answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("yes"), answer.headers.at("x-probe"));
        CPPUNIT_ASSERT_EQUAL(std::string("id-1"), answer.headers.at("x-request-id"));
        ASSERT_HOLDS("\"shown\"", webhook.program().waitFor("\"shown\""));
    }

    void aPluginNeverSeesACredential()
    {
        Plane plane;
        auto keys = probeKeys(_plugins, plane.address());
        keys["auth.headers"] = "x-api-key";
        Webhook webhook(keys);
        const auto answer = webhook.post("/show/x", "{}", {"X-Api-Key: k", "Authorization: Bearer a", "Cookie: c=1"});
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        ASSERT_HOLDS(R"("authorization":null,"cookie":null)", answer.body);
    }

    void whatDoesNotFitIsRefusedBeforeThePlugin()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        const auto answer = webhook.post("/show/x?count=eleven&flag=perhaps", R"({"words":"x"})");
        CPPUNIT_ASSERT_EQUAL(422, answer.status);
        for (const char* part : {"int_parsing", "bool_parsing", "list_type"}) ASSERT_HOLDS(part, answer.body);
        CPPUNIT_ASSERT_EQUAL(422, webhook.post("/show/x?count=11", "{}").status);
        CPPUNIT_ASSERT_EQUAL(422, webhook.post("/show/%00", "{}").status);
        CPPUNIT_ASSERT_EQUAL(401, webhook.post("/show/x", "{}", {}).status);
    }

    void aCallCarriesTheCallersCredentialsAndNothingElse()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        const auto answer =
            webhook.post("/relay?method=pkg.Svc/Do", "bytes", {"Authorization: Bearer zed", "Cookie: c=1; d=2", "X-Other: o"});
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("answer to bytes"), answer.body);
        const auto call = plane.calls().at(0);
        CPPUNIT_ASSERT_EQUAL(std::string("/pkg.Svc/Do"), call.method);
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer zed"), call.metadata.find("authorization")->second);
        CPPUNIT_ASSERT_EQUAL(std::string("c=1; d=2"), call.metadata.find("cookie")->second);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, call.metadata.count("x-other"));
    }

    void aFailedCallBecomesItsStatusWithTheAttempt()
    {
        const std::pair<int, int> rows[] = {{1, 502}, {2, 502},  {3, 400},  {4, 504},  {5, 404},  {6, 409},  {7, 403},  {8, 429},
                                            {9, 409}, {10, 409}, {11, 400}, {12, 501}, {13, 502}, {14, 503}, {15, 502}, {16, 401}};
        Plane plane([](const ReceivedCall& call) { return Answer{{}, std::stoi(call.message), "told by the plane"}; });
        Webhook webhook(probeKeys(_plugins, plane.address()));
        for (const auto& [code, status] : rows)
        {
            const auto answer = webhook.post("/relay?method=pkg.Svc/Do", std::to_string(code));
            CPPUNIT_ASSERT_EQUAL(status, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Relaying pkg.Svc/Do: told by the plane"})"), answer.body);
            CPPUNIT_ASSERT_EQUAL(status == 401, answer.headers.count("www-authenticate") == 1);
            CPPUNIT_ASSERT_EQUAL(status == 503, answer.headers.count("retry-after") == 1);
        }
    }

    void anErrorWithoutWordsIsToldInOurs()
    {
        Plane plane([](const ReceivedCall& call) { return Answer{{}, std::stoi(call.message), ""}; });
        Webhook webhook(probeKeys(_plugins, plane.address()));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Relaying pkg.Svc/Do: the control plane does not offer this"})"),
                             webhook.post("/relay?method=pkg.Svc/Do", "12").body);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Relaying pkg.Svc/Do: permission_denied"})"),
                             webhook.post("/relay?method=pkg.Svc/Do", "7").body);
    }

    void aStreamIsPassedOnAsItComes()
    {
        Plane plane([](const ReceivedCall&) { return Answer{{"one ", "two ", "three"}}; });
        Webhook webhook(probeKeys(_plugins, plane.address()));
        const auto answer = webhook.get("/follow?method=pkg.Svc/Watch");
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("one two three"), answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("chunked"), answer.headers.at("transfer-encoding"));
    }

    void whenTheClientGoesTheCallIsCancelled()
    {
        std::mutex mutex;
        std::condition_variable changed;
        bool cancelled = false;
        Plane plane(
            [&](const ReceivedCall&)
            {
                Answer answer;
                answer.hold = true;
                answer.cancelled = [&]
                {
                    const std::lock_guard lock(mutex);
                    cancelled = true;
                    changed.notify_all();
                };
                return answer;
            });
        Webhook webhook(probeKeys(_plugins, plane.address()));
        {
            WebConnection client(webhook.port());
            client.send(webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer a"}, "x"));
            CPPUNIT_ASSERT(plane.waitForCalls(1));
        }
        std::unique_lock lock(mutex);
        CPPUNIT_ASSERT(changed.wait_for(lock, std::chrono::seconds(20), [&] { return cancelled; }));
    }

    void thePluginsErrorsBecomeStatuses()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        const auto answer = webhook.get("/go-wrong/not-found");
        CPPUNIT_ASSERT_EQUAL(404, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"there is no such thing"})"), answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"a\u0000b"})"), webhook.get("/go-wrong/nul").body);
    }

    void kindsOfThePluginReachTheClientWhenTheyAreWords()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        const auto kindOf = [&](const std::string& how) { return webhook.get("/go-wrong/" + how).headers["x-error-kind"]; };
        CPPUNIT_ASSERT_EQUAL(std::string("not_found"), kindOf("not-found"));
        CPPUNIT_ASSERT_EQUAL(std::string("teapot_2"), kindOf("own-kind"));
        const auto odd = webhook.get("/go-wrong/odd-kind");
        CPPUNIT_ASSERT_EQUAL(418, odd.status);
        CPPUNIT_ASSERT(!odd.headers.count("x-error-kind") && !odd.headers.count("x-pot"));
        CPPUNIT_ASSERT_EQUAL(std::string("handler_failed"), kindOf("own-header")); // it may not set what is the host's
        CPPUNIT_ASSERT(!webhook.post("/show/x", "{}").headers.count("x-error-kind"));
    }

    void whatAPluginThrowsStaysInTheLog()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        for (const char* how : {"exception", "int"})
        {
            const auto answer = webhook.get(std::string("/go-wrong/") + how);
            CPPUNIT_ASSERT_EQUAL(500, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Internal Server Error"})"), answer.body);
        }
        webhook.program().waitFor("a secret of the plugin");
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/show/x", "{}").status);
    }

    void aHandlerThatAnswersTwiceOrWronglyDoesNoHarm()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        CPPUNIT_ASSERT_EQUAL(std::string("one"), webhook.get("/go-wrong/twice").body);
        for (const char* how : {"framing", "splitting", "foreign-thread", "no-answer"})
        {
            const auto answer = webhook.get(std::string("/go-wrong/") + how);
            CPPUNIT_ASSERT_EQUAL(500, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::size_t{0}, answer.headers.count("x-c"));
        }
        webhook.program().waitFor("a thread that is not the request's");
    }

    void aStreamThatFailsIsBrokenOffAndNotEnded()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        CPPUNIT_ASSERT_THROW(webhook.get("/go-wrong/half-stream"), std::runtime_error); // it ends in the middle
        const auto line = webhook.program().waitFor("request failed after its answer had begun");
        ASSERT_HOLDS("no second half", line);
        ASSERT_HOLDS("\"warning\"", line);
    }

    void anErrorBearsNoHeaderOfTheAnswerThatDidNotCome()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        const auto answer = webhook.get("/go-wrong/with-headers");
        CPPUNIT_ASSERT_EQUAL(409, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, answer.headers.count("cache-control"));
    }

    void anOutgoingRequestReachesOnlyWhatIsAllowed()
    {
        Plane plane;
        auto keys = probeKeys(_plugins, "http://plane.example:1");
        Webhook target(probeKeys(_plugins, plane.address()));
        const auto url = "/fetch?url=http://127.0.0.1:" + std::to_string(target.port()) + "/nowhere";
        {
            Webhook webhook(keys);
            ASSERT_HOLDS(R"({"result":1,"status":0,)", webhook.get(url).body);
        }
        keys["plugin.probe.allow_forwarding_to"] = "127.0.0.0/8";
        Webhook webhook(keys);
        // 401 and not 404: without TLS the caller's credentials stay here.
        ASSERT_HOLDS(R"({"result":0,"status":401,)", webhook.get(url).body);
    }

    void theWebhooksOwnNameIsRefusedBeforeTheAllowList()
    {
        Plane plane;
        auto keys = probeKeys(_plugins, plane.address());
        keys["allowlist.apps"] = "shop";
        keys["webhook.name"] = "own-hook";
        Webhook webhook(keys);
        for (const char* name : {"own-hook", "own%2Dhook"})
        {
            const auto answer = webhook.get(std::string("/guarded/") + name);
            CPPUNIT_ASSERT_EQUAL(400, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Not me"})"), answer.body);
        }
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/shop").status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"App Shop is not in the allowlist"})"), webhook.get("/guarded/Shop").body);
    }

    void aPluginThatThrowsAcrossTheInterfaceIsA500()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        CPPUNIT_ASSERT_EQUAL(500, webhook.get("/throwing").status);
        CPPUNIT_ASSERT_EQUAL(500, webhook.get("/silent").status);
        webhook.program().waitFor("handled badly");
        CPPUNIT_ASSERT_EQUAL(500, webhook.get("/throwing").status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BridgeTest);
