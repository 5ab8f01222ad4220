#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fstream>
#include <rapidjson/document.h>

using namespace flyte_webhook::test;

/// The line that each request leaves.
class AccessLogTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AccessLogTest);
    CPPUNIT_TEST(aLineTellsTheRequestAndNothingThatIsNobodysBusiness);
    CPPUNIT_TEST(theTraceStandsInTheLinesOfARequestAndOfItsPlugin);
    CPPUNIT_TEST(whatIsNoTraceIsLeftOut);
    CPPUNIT_TEST(theCallerIsNamedWhereAPluginKnowsIt);
    CPPUNIT_TEST(whoeverGoesWithItsAnswerCancelledNothing);
    CPPUNIT_TEST(whoeverGoesBeforeItsAnswerCancelledIt);
    CPPUNIT_TEST(whoeverGoesAmidAStreamCancelledIt);
    CPPUNIT_TEST(everyFieldIsOnThePage);
    CPPUNIT_TEST_SUITE_END();

public:
    void setUp() override
    {
        auto keys = probeKeys(_plugins, _plane.address());
        keys["telemetry.log_format"] = "json";
        _webhook = std::make_unique<Webhook>(keys);
    }

private:
    static constexpr const char* trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    const PluginFolder _plugins{"probe"};
    Plane _plane;
    std::unique_ptr<Webhook> _webhook;

    /// The line of the one request with that id.
    std::string line(const std::string& id) { return _webhook->program().waitFor(R"("message":"request","request_id":")" + id + "\""); }

    void aLineTellsTheRequestAndNothingThatIsNobodysBusiness()
    {
        _webhook->post("/relay?method=pkg.Svc/Do&endpoint=&repeatable=true", "the body",
                       {"Authorization: Bearer the-token", "X-Request-Id: a-1", "Cookie: c=the-cookie"});
        const auto text = line("a-1");
        for (const char* part : {R"("method":"POST")", R"("route":"/relay")", R"("endpoint":"relay")", R"("status":200)", R"("calls":1)",
                                 R"("remote":"127.0.0.1)", R"("duration_ms":)", R"("bytes":)", R"("calls_ms":)"})
            ASSERT_HOLDS(part, text);
        for (const char* part : {"the-token", "the-cookie", "the body", "pkg.Svc", "repeatable", "subject", "trace_id"})
            ASSERT_LACKS(part, text);
        _webhook->post("/show/a-name", "{}");
        ASSERT_LACKS("a-name", _webhook->program().waitFor(R"("route":"/show/{name}")"));
    }

    void theTraceStandsInTheLinesOfARequestAndOfItsPlugin()
    {
        const std::string header = std::string("traceparent: 00-") + trace + "-00f067aa0ba902b7-01";
        _webhook->post("/show/x", "{}", {"Authorization: Bearer a", "X-Request-Id: t-1", header});
        ASSERT_HOLDS(std::string(R"("trace_id":")") + trace, line("t-1"));
        ASSERT_HOLDS(std::string(R"("trace_id":")") + trace, _webhook->program().waitFor(R"("message":"shown")"));
        const std::string later = std::string("traceparent: fe-") + trace + "-00f067aa0ba902b7-01-more";
        _webhook->post("/show/x", "{}", {"Authorization: Bearer a", "X-Request-Id: t-2", later});
        ASSERT_HOLDS(std::string(R"("trace_id":")") + trace, line("t-2"));
    }

    void whatIsNoTraceIsLeftOut()
    {
        const std::string zeros(32, '0'), fields = std::string("-") + trace + "-00f067aa0ba902b7-01";
        int number = 0;
        for (const auto& value : {std::string("00-") + zeros + "-00f067aa0ba902b7-01", std::string("00-") + trace + "-0000000000000000-01",
                                  std::string("00-") + trace + "-00f067aa0ba902b7", std::string("forged=1"), "00" + fields + "-more",
                                  "01" + fields + "x", "ff" + fields, "0G" + fields})
        {
            const auto id = "n-" + std::to_string(++number);
            _webhook->post("/show/x", "{}", {"Authorization: Bearer a", "X-Request-Id: " + id, "traceparent: " + value});
            ASSERT_LACKS("trace_id", line(id));
        }
    }

    void theCallerIsNamedWhereAPluginKnowsIt()
    {
        _webhook->post("/show/x", "{}", {"Authorization: Bearer a", "X-Request-Id: s-1", "X-Subject: alice"});
        ASSERT_HOLDS(R"("subject":"alice")", line("s-1"));
        _webhook->post("/show/x", "{}", {"Authorization: Bearer a", "X-Request-Id: s-2", "X-Subject: " + std::string(1000, 'x')});
        ASSERT_HOLDS("\"subject\":\"" + std::string(256, 'x') + "\"", line("s-2"));
    }

    /// Many times: the client's going and the line are a race.
    void whoeverGoesWithItsAnswerCancelledNothing()
    {
        for (int i = 0; i < 300; ++i)
        {
            const auto id = "w-" + std::to_string(i);
            const bool fails = i % 3 == 1, streams = i % 3 == 2;
            const auto target = streams ? "/follow?method=pkg.Svc/Do" : fails ? "/relay?method=none" : "/relay?method=pkg.Svc/Do";
            WebConnection(_webhook->port())
                .ask(webRequest(streams ? "GET" : "POST", target, {"Authorization: Bearer a", "X-Request-Id: " + id}));
            const auto text = line(id);
            ASSERT_LACKS("cancelled", text);
            ASSERT_HOLDS(fails ? R"("level":"warning")" : R"("level":"info")", text);
        }
    }

    void whoeverGoesBeforeItsAnswerCancelledIt() { goWhileThePlaneHolds("POST", "/relay?method=pkg.Svc/Do"); }

    void whoeverGoesAmidAStreamCancelledIt() { goWhileThePlaneHolds("GET", "/follow?method=pkg.Svc/Do"); }

    void goWhileThePlaneHolds(const std::string& method, const std::string& target)
    {
        Plane plane([](const ReceivedCall&) { return Answer{{"one"}, 0, {}, true, {}}; });
        auto keys = probeKeys(_plugins, plane.address());
        keys["telemetry.log_format"] = "json";
        _webhook = std::make_unique<Webhook>(keys);
        {
            WebConnection client(_webhook->port());
            client.send(webRequest(method, target, {"Authorization: Bearer a", "X-Request-Id: g-1"}));
            CPPUNIT_ASSERT(plane.waitForCalls(1));
            if (method == "GET") CPPUNIT_ASSERT_EQUAL(200, client.receive(true).status);
        }
        const auto text = _webhook->program().waitFor(R"("cancelled":")");
        ASSERT_HOLDS(R"("request_id":"g-1")", text);
        ASSERT_HOLDS(method == "GET" ? R"("level":"warning")" : R"("level":"info")", text);
    }

    void everyFieldIsOnThePage()
    {
        std::ifstream file(FLYTE_WEBHOOK_LOG_PAGE);
        const std::string page{std::istreambuf_iterator<char>(file), {}};
        _webhook->post("/relay?method=none", "x",
                       {"Authorization: Bearer a", "X-Request-Id: p-1", std::string("traceparent: 00-") + trace + "-00f067aa0ba902b7-01"});
        rapidjson::Document fields;
        fields.Parse(line("p-1").c_str());
        CPPUNIT_ASSERT(fields.IsObject() && fields.MemberCount() > 10);
        for (const auto& field : fields.GetObject()) ASSERT_HOLDS("`" + std::string(field.name.GetString()) + "`", page);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AccessLogTest);
