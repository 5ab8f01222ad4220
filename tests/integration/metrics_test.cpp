#include "integration/fixture.h"
#include <Poco/Net/ServerSocket.h>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <fstream>
#include <set>
#include <sstream>

using namespace flyte_webhook::test;

/// /metrics of the admin listener, as a scraper reads it.
class MetricsPageTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(MetricsPageTest);
    CPPUNIT_TEST(requestsAndCallsAreCounted);
    CPPUNIT_TEST(countsGoOnOverReloads);
    CPPUNIT_TEST(nothingThatCallersSendBecomesALabel);
    CPPUNIT_TEST(exactlyTheMetricsOfTheListAreThere);
    CPPUNIT_TEST(promtoolIsContent);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};
    Plane _plane{[](const ReceivedCall& call)
                 {
                     if (call.message == "missing") return Answer{{}, 5, "no such thing"};
                     return Plane::echo(call);
                 }};

    /// A port that is free now; the server tells only that of its public listener.
    const std::string _adminPort = std::to_string(Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)).address().port());

    std::map<std::string, std::string> keys() const
    {
        auto keys = probeKeys(_plugins, _plane.address());
        keys["admin.port"] = _adminPort;
        return keys;
    }

    std::string scrape() const { return fetch(static_cast<std::uint16_t>(std::stoi(_adminPort)), "GET", "/metrics").body; }

    void requestsAndCallsAreCounted()
    {
        const Webhook webhook(keys());
        webhook.get("/guarded/shop");
        webhook.get("/guarded/shop");
        webhook.post("/relay?method=pkg.Svc/Do", "x");
        webhook.post("/relay?method=pkg.Svc/Do", "missing");
        webhook.get("/nothing");
        const auto page = scrape();
        const std::string labels = R"(method="GET",route="/guarded/{name}",endpoint="guarded",status="200"} 2)";
        ASSERT_HOLDS("flyte_webhook_requests_total{" + labels, page);
        ASSERT_HOLDS(R"(flyte_webhook_requests_total{method="",route="",endpoint="",status="404"} 1)", page);
        ASSERT_HOLDS(R"(flyte_webhook_request_duration_seconds_count{endpoint="guarded",status="200"} 2)", page);
        ASSERT_HOLDS(R"(flyte_webhook_control_plane_calls_total{method="pkg.Svc/Do",code="ok"} 1)", page);
        ASSERT_HOLDS(R"(flyte_webhook_control_plane_calls_total{method="pkg.Svc/Do",code="not_found"} 1)", page);
        ASSERT_HOLDS(R"(flyte_webhook_control_plane_call_duration_seconds_count{method="pkg.Svc/Do"} 2)", page);
        ASSERT_HOLDS(R"(flyte_webhook_plugin_failures_total{plugin="probe"} 0)", page);
        ASSERT_HOLDS("flyte_webhook_connections_accepted_total 5\n", page);
        ASSERT_HOLDS(R"(flyte_webhook_ready{condition="control_plane"} 1)", page);
    }

    void countsGoOnOverReloads()
    {
        Webhook webhook(keys());
        webhook.get("/guarded/shop");
        auto changed = keys();
        changed["plugin.probe.greeting"] = "Hi";
        webhook.reload(changed);
        webhook.get("/guarded/shop");
        changed["allowlist.apps"] = "a/b/c";
        webhook.reload(changed);
        const auto page = scrape();
        ASSERT_HOLDS(R"(endpoint="guarded",status="200"} 2)", page);
        ASSERT_HOLDS(R"(flyte_webhook_reloads_total{outcome="done"} 1)", page);
        ASSERT_HOLDS(R"(flyte_webhook_reloads_total{outcome="refused"} 1)", page);
        ASSERT_HOLDS("flyte_webhook_last_reload_successful 0\n", page);
    }

    void nothingThatCallersSendBecomesALabel()
    {
        const Webhook webhook(keys());
        for (const auto& target : {"/guarded/marker", "/marker", "/show/marker?marker=marker"})
            fetch(webhook.port(), "GET", target, {"Authorization: Bearer marker", "Cookie: marker", "X-Request-Id: marker"});
        fetch(webhook.port(), "MARKER", "/guarded/marker", {"Authorization: Bearer marker"});
        const auto page = scrape();
        ASSERT_LACKS("marker", page);
        ASSERT_LACKS("MARKER", page);
    }

    void exactlyTheMetricsOfTheListAreThere()
    {
        const Webhook webhook(keys());
        webhook.post("/relay?method=pkg.Svc/Do", "x");
        std::set<std::string> listed, shown;
        std::ifstream list(FLYTE_WEBHOOK_METRICS);
        std::string line, word, name, type;
        while (std::getline(list, line))
            if (std::istringstream row(line); line.rfind('#', 0) != 0 && row >> name >> word >> type) listed.insert(name + " " + type);
        std::istringstream page(scrape());
        while (std::getline(page, line))
            if (std::istringstream row(line); line.rfind("# TYPE ", 0) == 0 && row >> word >> word >> name >> type)
                if (name.rfind("flyte_webhook_plugin_", 0) != 0) shown.insert(name + " " + type);
        CPPUNIT_ASSERT(!listed.empty());
        for (const auto& metric : listed) CPPUNIT_ASSERT_MESSAGE("listed, but not shown: " + metric, shown.count(metric));
        for (const auto& metric : shown) CPPUNIT_ASSERT_MESSAGE("shown, but not listed: " + metric, listed.count(metric));
    }

    void promtoolIsContent()
    {
        const Webhook webhook(keys());
        webhook.post("/relay?method=pkg.Svc/Do", "x");
        const TemporaryDirectory folder;
        const auto page = folder.write("page", scrape());
        const auto checked = runProgram("/bin/sh", {"-c", "promtool check metrics < " + page});
        CPPUNIT_ASSERT_EQUAL_MESSAGE(checked.output, 0, checked.status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MetricsPageTest);
