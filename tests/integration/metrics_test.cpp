#include "http/raw_client.h"
#include "http/tls_files.h"
#include "integration/fixture.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
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
    CPPUNIT_TEST(connectionsAndTheQueueAreTold);
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

    const ReservedPort _adminPort; ///< the server tells only the port of its public listener

    std::map<std::string, std::string> keys() const
    {
        auto keys = probeKeys(_plugins, _plane.address());
        keys["admin.port"] = std::to_string(_adminPort.number());
        return keys;
    }

    /// A request is counted when it is over, which its client may know a little earlier.
    std::string scrape() const
    {
        std::string page;
        const auto isIdle = [&]
        {
            page = fetch(_adminPort.number(), "GET", "/metrics").body;
            return page.find("flyte_webhook_requests_in_flight 0\n") != page.npos;
        };
        CPPUNIT_ASSERT(within(std::chrono::seconds(10), isIdle));
        return page;
    }

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

    void connectionsAndTheQueueAreTold()
    {
        Plane holding([](const ReceivedCall&) { return Answer{{}, 0, {}, true, {}}; });
        auto few = keys();
        few["control_plane.endpoint"] = holding.address();
        few["listener.threads"] = few["listener.queue"] = "1";
        const Webhook webhook(few);
        const auto hold = webRequest("POST", "/relay?method=pkg.Svc/Hold", {"Authorization: Bearer a"}, "x");
        const auto tells = [&](const std::string& sample)
        {
            return within(std::chrono::seconds(20), [&]
                          { return fetch(_adminPort.number(), "GET", "/metrics").body.find("\n" + sample + "\n") != std::string::npos; });
        };
        WebConnection running(webhook.port()), waiting(webhook.port()), refused(webhook.port());
        running.send(hold);
        CPPUNIT_ASSERT(holding.waitForCalls(1));
        waiting.send(hold);
        CPPUNIT_ASSERT(tells("flyte_webhook_requests_queued 1"));
        CPPUNIT_ASSERT_EQUAL(503, refused.ask(hold).status);
        for (const char* sample : {"flyte_webhook_requests_in_flight 1", "flyte_webhook_connections{state=\"active\"} 2",
                                   "flyte_webhook_connections{state=\"idle\"} 1", "flyte_webhook_connections_refused_total 1"})
            CPPUNIT_ASSERT_MESSAGE(sample, tells(sample));
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

    static std::vector<std::string> parts(const std::string& text, char between)
    {
        std::vector<std::string> parts;
        std::istringstream in(text);
        for (std::string part; std::getline(in, part, between);)
        {
            part.erase(0, std::min(part.find_first_not_of(' '), part.size()));
            part.erase(part.find_last_not_of(' ') + 1);
            parts.push_back(part);
        }
        return parts;
    }

    /// "name type labels help" of each, as they are told to people.
    static std::set<std::string> metricsOfTheList()
    {
        std::set<std::string> metrics;
        std::ifstream list(FLYTE_WEBHOOK_METRICS);
        for (std::string line; std::getline(list, line);)
            if (const auto part = parts(line, '|'); line.rfind('#', 0) != 0 && part.size() == 4)
                metrics.insert(part[0] + " " + part[1] + " {" + part[2] + "} " + part[3]);
        return metrics;
    }

    /// The names in `{a="x",b="y"}`, but for the bound of a bucket.
    static std::string labelsOf(const std::string& sample)
    {
        std::string labels;
        for (auto end = sample.find("=\""); end != std::string::npos; end = sample.find("=\"", end + 2))
        {
            const auto begin = sample.find_last_of("{,", end) + 1;
            const auto name = sample.substr(begin, end - begin);
            if (name != "le") labels += (labels.empty() ? "" : ",") + name;
        }
        return labels;
    }

    /// The same, as the server shows them. Those of plugins are left out.
    static std::set<std::string> metricsOf(const std::string& page)
    {
        std::set<std::string> metrics;
        std::istringstream in(page);
        std::string word, name, help, type, sample;
        for (std::string line; std::getline(in, line);)
        {
            std::istringstream row(line);
            if (line.rfind("# HELP ", 0) == 0 && row >> word >> word >> name) std::getline(row >> std::ws, help);
            if (line.rfind("# TYPE ", 0) != 0 || !(row >> word >> word >> name >> type) || !std::getline(in, sample)) continue;
            if (name.rfind("flyte_webhook_plugin_", 0) != 0) metrics.insert(name + " " + type + " {" + labelsOf(sample) + "} " + help);
        }
        return metrics;
    }

    void exactlyTheMetricsOfTheListAreThere()
    {
        const flyte_webhook::host::TlsFiles files;
        auto all = keys();
        all["listener.tls_certificate"] = files.certificate;
        all["listener.tls_key"] = files.key;
        const Webhook webhook(all);
        flyte_webhook::host::TlsClient client(webhook.port());
        CPPUNIT_ASSERT_EQUAL(200, client.ask(webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer a"}, "x")).status);
        const auto listed = metricsOfTheList(), shown = metricsOf(scrape());
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
