#include "http/smuggling_table.h"
#include "integration/fixture.h"
#include "integration/spellings.h"
#include "support/colliding_keys.h"
#include "support/process_facts.h"
#include "support/report.h"
#include <Poco/Net/NetException.h>
#include <algorithm>
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

namespace
{

const std::vector<std::string> nobody{};
const std::vector<std::string> alice{"Authorization: Bearer alice"};

/// A JSON string. The text is ASCII.
std::string quoted(const std::string& text)
{
    std::string json = "\"";
    for (const char c : text)
    {
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
        json += c < ' ' || c == '"' || c == '\\' ? std::string(escaped) : std::string(1, c);
    }
    return json + "\"";
}

std::string objectOf(const std::vector<std::string>& keys)
{
    std::string json = "{";
    for (const auto& key : keys) json += (json.size() > 1 ? "," : "") + quoted(key) + ":1";
    return json + "}";
}

std::vector<std::string> differentKeys(std::size_t count)
{
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < count; ++i) keys.push_back("key-" + std::to_string(i));
    return keys;
}

} // namespace

/// Attacks on the whole program, in front of a control plane that counts what reaches it.
class AttacksTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AttacksTest);
    CPPUNIT_TEST(nothingIsSmuggledToTheControlPlane);
    CPPUNIT_TEST(encodedBodiesAreRefused);
    CPPUNIT_TEST(noSpellingOpensAPathWithoutCredentials);
    CPPUNIT_TEST(noSpellingPassesAnAllowList);
    CPPUNIT_TEST(noSpellingPassesTheSelfCheck);
    CPPUNIT_TEST(headersOfACallerDoNotBecomeMetadata);
    CPPUNIT_TEST(credentialsThatCannotTravelAreNone);
    CPPUNIT_TEST(ofTwoCredentialsOfOneNameTheFirstTravelsAlone);
    CPPUNIT_TEST(veryLongCredentialsAreRefused);
    CPPUNIT_TEST(deepJsonIsRefused);
    CPPUNIT_TEST(manyKeysCostNoMoreThanTheirNumber);
    CPPUNIT_TEST(keysThatHashAlikeCostNoMore);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _probe{"probe"};
    Plane _plane{[](const ReceivedCall&) { return Answer{{""}}; }}; ///< tells of a task without inputs

    /// With all the groups.
    std::map<std::string, std::string> keys() const { return {{"control_plane.endpoint", _plane.address()}}; }

    void nothingIsSmuggledToTheControlPlane()
    {
        const Webhook webhook(probeKeys(_probe, _plane.address()));
        const auto hidden = webRequest("POST", "/relay?method=pkg.Svc/Hidden", {"Authorization: Bearer mallory"}, "x");
        const auto rows = smugglingTable(hidden);
        for (const auto& row : rows) checkRow(webhook, row);
        CPPUNIT_ASSERT(_plane.calls().empty());
        CPPUNIT_ASSERT_EQUAL(200, WebConnection(webhook.port()).ask(hidden).status); // it would have been served
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _plane.calls().size());
        reportAttack("the " + std::to_string(rows.size()) + " rows of the smuggling table, with a call hidden in them",
                     "the control plane is not called");
    }

    void encodedBodiesAreRefused()
    {
        const Webhook webhook(probeKeys(_probe, _plane.address()));
        WebConnection connection(webhook.port());
        for (const char* coding : {"gzip", "GZIP", "deflate", "br", "zstd", "identity, gzip", "x-gzip", "whatever"})
            for (const char* target : {"/relay?method=pkg.Svc/Do", "/show/x"})
            {
                const auto answer =
                    connection.ask(webRequest("POST", target, {alice[0], std::string("Content-Encoding: ") + coding}, "{}"));
                CPPUNIT_ASSERT_EQUAL_MESSAGE(coding, 415, answer.status);
                CPPUNIT_ASSERT_EQUAL(std::string("identity"), answer.headers.at("accept-encoding"));
            }
        CPPUNIT_ASSERT(_plane.calls().empty());
        for (const char* coding : {"identity", "Identity", ""})
            CPPUNIT_ASSERT_EQUAL(
                200,
                connection.ask(webRequest("POST", "/relay?method=pkg.Svc/Do", {alice[0], std::string("Content-Encoding: ") + coding}, "x"))
                    .status);
        reportAttack("Content-Encoding: gzip, deflate, br, ...", "415; nothing is decompressed, the control plane is not called");
    }

    void noSpellingOpensAPathWithoutCredentials()
    {
        const Webhook webhook(keys());
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/health", nobody).status);
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/health?/../me", nobody).status);
        for (const auto& path : spellingsOfGuardedPaths())
        {
            const auto answer = webhook.get(path, nobody);
            const bool malformed = path.find('\x7f') != std::string::npos;
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, malformed ? 400 : 401, answer.status);
        }
        for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "GET\xc0"})
        {
            const auto answer = fetch(webhook.port(), method, "/health", nobody);
            CPPUNIT_ASSERT_MESSAGE(method, answer.status == 405 || answer.status == 400);
        }
        CPPUNIT_ASSERT(_plane.calls().empty());
        reportAttack("other spellings of /health and of guarded paths, without credentials", "401 each: /health alone is open");
    }

    void noSpellingPassesAnAllowList()
    {
        auto settings = keys();
        settings["allowlist.apps"] = "shop";
        settings["allowlist.tasks"] = "development/flytesnacks/hello";
        const Webhook webhook(settings);
        for (const auto& path : spellingsOfForbiddenNames())
        {
            const auto status = webhook.get(path).status;
            CPPUNIT_ASSERT_MESSAGE(path + ": " + std::to_string(status), status == 403 || status == 404 || status == 422 || status == 307);
        }
        CPPUNIT_ASSERT(_plane.calls().empty());
        webhook.get("/app/%73hop"); // the name itself, however it is encoded, is permitted
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, _plane.calls().size());
        reportAttack("other spellings of names that an allow-list holds or does not hold",
                     "403, 404 or 422, or a redirect to what is; the control plane is not called");
    }

    void noSpellingPassesTheSelfCheck()
    {
        const Webhook webhook(keys());
        for (const char* path : {"/app/flyte-webhook", "/app/%66lyte-webhook", "/app/flyte%2dwebhook", "/app/%66%6C%79%74%65-webhook"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 400, webhook.get(path).status);
        CPPUNIT_ASSERT(_plane.calls().empty());
        reportAttack("encoded spellings of the server's own name", "400; the control plane is not called");
    }

    void headersOfACallerDoNotBecomeMetadata()
    {
        const Webhook webhook(probeKeys(_probe, _plane.address()));
        std::vector<std::string> headers = alice;
        for (const char* name : {"grpc-timeout",
                                 "grpc-encoding",
                                 "grpc-status",
                                 "grpc-message",
                                 "grpc-previous-rpc-attempts",
                                 "grpc-accept-encoding",
                                 "x-custom-bin",
                                 "authorization-bin",
                                 "user-agent",
                                 "te",
                                 "x-forwarded-for",
                                 "x-user-id",
                                 "connect-timeout-ms",
                                 "connect-protocol-version",
                                 "proxy-authorization",
                                 "x-authorization",
                                 "authorization_",
                                 "x_authorization",
                                 "accept-encoding",
                                 "traceparent-evil",
                                 "baggage",
                                 "via",
                                 "forwarded"})
            headers.push_back(std::string(name) + ": evil");
        CPPUNIT_ASSERT_EQUAL(200, fetch(webhook.port(), "POST", "/relay?method=pkg.Svc/Do", headers, "x").status);
        const auto calls = _plane.calls();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, calls.size());
        for (const auto& [name, value] : calls[0].metadata)
            CPPUNIT_ASSERT_MESSAGE(name + ": " + value, value.find("evil") == std::string::npos && name.find("evil") == std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer alice"), calls[0].metadata.find("authorization")->second);
        reportAttack("grpc-*, *-bin, connect-*, te and others as headers of a request",
                     "none becomes metadata; the credentials alone travel");
    }

    void credentialsThatCannotTravelAreNone()
    {
        const Webhook webhook(probeKeys(_probe, _plane.address()));
        const auto ask = [&](const std::string& header)
        { return fetch(webhook.port(), "POST", "/relay?method=pkg.Svc/Do", {header}, "x").status; };
        for (const char* value : {"", " ", "Bearer \xc3\xa4", "Bearer \xff", "Bearer\ta", "Bearer a\xc2\x85X-Evil: b", "\xe2\x80\xa8"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(value, 401, ask("Authorization: " + std::string(value)));
        for (const std::string& value :
             {std::string("Bearer a\rX-Evil: b"), std::string("Bearer a\nX-Evil: b"), std::string("Bearer a\0b", 10),
              std::string("Bearer \x7f"), std::string("Bearer \x1b[0m"), std::string("Bearer a\r\n b")})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(value, 400, ask("Authorization: " + value));
        for (const char* name : {"Authorization ", " Authorization", "Authorization\t", "Author ization", "Authorization\x0b"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, 400, ask(name + std::string(": Bearer a")));
        for (const char* name : {"X-Authorization", "Authorization-", "Authorization_", "Authorizatio\xc5\x84"})
        {
            const int status = ask(name + std::string(": Bearer a"));
            CPPUNIT_ASSERT_MESSAGE(name, status == 401 || status == 400);
        }
        CPPUNIT_ASSERT(_plane.calls().empty());
        reportAttack("CR, LF, NUL, tabs, escapes and bytes that are not ASCII in credentials",
                     "400 or 401; the control plane is not called");
    }

    void ofTwoCredentialsOfOneNameTheFirstTravelsAlone()
    {
        const Webhook webhook(probeKeys(_probe, _plane.address()));
        CPPUNIT_ASSERT_EQUAL(
            200, fetch(webhook.port(), "POST", "/relay?method=pkg.Svc/Do", {alice[0], "AUTHORIZATION: Bearer mallory"}, "x").status);
        const auto calls = _plane.calls();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, calls.at(0).metadata.count("authorization"));
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer alice"), calls.at(0).metadata.find("authorization")->second);
        reportAttack("two Authorization headers", "the first travels, alone");
    }

    void veryLongCredentialsAreRefused()
    {
        Webhook webhook(probeKeys(_probe, _plane.address()));
        const auto ask = [&](std::size_t size) {
            return fetch(webhook.port(), "POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer " + std::string(size, 'x')}, "y")
                .status;
        };
        CPPUNIT_ASSERT_EQUAL(431, ask(70000));
        CPPUNIT_ASSERT_EQUAL(431, ask(10 << 20));
        CPPUNIT_ASSERT(_plane.calls().empty());
        const int status = ask(60000);
        CPPUNIT_ASSERT_MESSAGE(std::to_string(status), status == 200 || status == 429 || status == 431);
        for (const auto& call : _plane.calls())
            CPPUNIT_ASSERT_EQUAL(std::size_t{60007}, call.metadata.find("authorization")->second.size());
        CPPUNIT_ASSERT_EQUAL(200, ask(100));
        reportAttack("credentials beyond max_header", "431; the control plane is not called");
    }

    void deepJsonIsRefused()
    {
        const Webhook webhook(keys());
        const std::string lists(10000, '['), objects = repeated("{\"a\":", 10000);
        for (const auto& deep :
             {lists, lists + std::string(10000, ']'), objects, objects + "1" + std::string(10000, '}'), "{\"a\":" + lists})
            for (const char* target :
                 {"/run-task/d/p/t?version=v", "/app/x/call?path=/", "/build-image?name=x", "/prefetch/hf-model?repo=a/b"})
            {
                const auto answer = webhook.post(target, deep);
                CPPUNIT_ASSERT_EQUAL_MESSAGE(target + answer.body, 422, answer.status);
            }
        CPPUNIT_ASSERT(_plane.calls().empty());
        reportAttack("JSON of 10,000 levels, whole or not", "422; the control plane is not called");
    }

    void manyKeysCostNoMoreThanTheirNumber()
    {
        Webhook webhook(keys());
        checkGrowth(
            webhook, [](std::size_t count) { return objectOf(differentKeys(count)); }, 50000);
        checkGrowth(
            webhook, [](std::size_t count) { return objectOf(std::vector<std::string>(count, "key")); }, 50000);
        reportAttack("JSON of 200,000 keys, all different or all the same",
                     "400; four times the keys cost less than ten times the processor time");
    }

    void keysThatHashAlikeCostNoMore()
    {
        Webhook webhook(keys());
        const auto all = collidingKeys(16384);
        checkGrowth(
            webhook,
            [&](std::size_t count) {
                return objectOf({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)});
            },
            all.size() / 4);
        reportAttack("JSON of 16,384 keys that hash alike", "400; four times the keys cost less than ten times the processor time");
    }

    static std::string repeated(const std::string& text, int times)
    {
        std::string all;
        for (int i = 0; i < times; ++i) all += text;
        return all;
    }

    /// The answers have the row's statuses; whom the handler would serve gets whatever the router says.
    static void checkRow(const Webhook& webhook, const SmugglingRow& row)
    {
        WebConnection connection(webhook.port());
        try
        {
            connection.send(row.sent);
        }
        catch (const Poco::Net::NetException&) // refused before all of it was sent
        {
        }
        for (const int status : row.answers)
        {
            const auto answer = connection.receive();
            CPPUNIT_ASSERT_MESSAGE(row.name + ": " + std::to_string(answer.status),
                                   answer.status == status || (status == 200 && (answer.status == 401 || answer.status == 404)));
        }
        if (row.after == After::Kept) CPPUNIT_ASSERT_EQUAL_MESSAGE(row.name, 200, connection.ask(webRequest("GET", "/door")).status);
        if (row.after != After::Closed) connection.socket().shutdownSend();
        CPPUNIT_ASSERT_MESSAGE(row.name, connection.closedWithin(std::chrono::seconds(10)));
    }

    /// What starts a run with such inputs costs in proportion to their number: a quadratic cost would be sixteen times as much. Processor
    /// time of the server, the least of several, so that what else the machine does is not counted.
    template <typename Body> void checkGrowth(Webhook& webhook, Body body, std::size_t count)
    {
        const auto small = cost(webhook, body(count)), big = cost(webhook, body(4 * count));
        CPPUNIT_ASSERT_MESSAGE(std::to_string(small) + " s, then " + std::to_string(big) + " s", big < 10 * small + 0.01);
    }

    double cost(Webhook& webhook, const std::string& body)
    {
        double least = 1000;
        for (int i = 0; i < 5; ++i)
        {
            const auto before = cpuSeconds(webhook.program().pid());
            const auto answer = webhook.post("/run-task/d/p/t?version=v", body);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, 400, answer.status);
            ASSERT_HOLDS("Unknown inputs: ", answer.body);
            least = std::min(least, cpuSeconds(webhook.program().pid()) - before);
        }
        return least;
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AttacksTest);
