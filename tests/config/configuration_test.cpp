#include "config/configuration.h"
#include "config/setting_table.h"
#include "control_plane/test_ca.h"
#include "reading.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;
using flyte_webhook::test::Reading;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

/// A key and values that it takes or does not take.
struct Values
{
    const char* key;
    std::vector<std::string> values;
};

const std::vector<Values> right = {
    {"webhook.name", {"a", "0", "flyte-webhook", "a--b", std::string(63, 'x')}},
    {"webhook.title", {"My Hooks", "{name}", "x = y", "\xC3\xA4"}},
    {"webhook.description", {"", "anything at all"}},
    {"webhook.org", {"", "acme"}},
    {"webhook.project", {"p", "my_project.x", "\xC3\xA4"}},
    {"webhook.domain", {"d", "production"}},
    {"webhook.endpoint_groups", {"all", "core", "core, run ,my-group", "a1"}},
    {"webhook.endpoints", {"health", "run_task, get_app", "x2"}},
    {"listener.address", {"0.0.0.0", "127.0.0.1", "::", "::1", "fe80::1", "localhost"}},
    {"listener.port", {"0", "1", "80", "8080", "65535", "09"}},
    {"listener.threads", {"1", "32768"}},
    {"listener.queue", {"0", "1000000"}},
    {"listener.max_connections", {"1", "1000000"}},
    {"listener.keep_alive_timeout", {"1ms", "24h"}},
    {"listener.header_timeout", {"250ms", "10s"}},
    {"listener.request_timeout", {"1ms", "5m"}},
    {"listener.max_body", {"1B", "1GiB"}},
    {"listener.max_header", {"1KiB", "16MiB"}},
    {"listener.tls_certificate", {""}},
    {"listener.tls_key", {""}},
    {"listener.shutdown_timeout", {"0", "0s", "24h"}},
    {"admin.address", {"0.0.0.0", "::1"}},
    {"admin.port", {"0", "9090", "65535"}},
    {"auth.required", {"true", "FALSE", "yes", "0"}},
    {"auth.headers", {"authorization", "Cookie", "Authorization, X-Api-Key", "x_token", "my.header"}},
    {"allowlist.tasks", {"", "t", "p/t", "d/p/t", "a.b, c/d", "with space"}},
    {"allowlist.apps", {"", "shop", "shop, answers"}},
    {"allowlist.triggers", {"", "nightly", "task/nightly", "weekly run"}},
    {"control_plane.endpoint",
     {"dns:///flyte.example.com", "https://h", "http://h:80", "h:8090", "h", "[::1]:8090", "10.0.0.1:443", "HTTP://h"}},
    {"control_plane.insecure", {"true", "false"}},
    {"control_plane.protocol", {"auto", "connect", "grpc"}},
    {"control_plane.ca_file", {""}},
    {"control_plane.console_url", {"", "http://h", "https://console.example.com:8080/base/"}},
    {"control_plane.connections", {"1", "256"}},
    {"control_plane.call_timeout", {"1ms", "24h"}},
    {"control_plane.task_cache", {"0", "10s"}},
    {"plugins.directories", {"", "/usr/lib/x", "/a, b/c"}},
    {"plugins.start_timeout", {"1ms", "10s", "1h"}},
    {"telemetry.log_level", {"debug", "info", "warning", "error", "INFO"}},
    {"telemetry.log_format", {"text", "json"}},
};

const std::vector<Values> wrong = {
    {"webhook.name", {"", "-a", "a-", "A", "a_b", "a.b", "a b", "\xC3\xA4", std::string(64, 'x'), "-"}},
    {"webhook.title", {""}},
    {"webhook.project", {"", "a/b", "a b", "/"}},
    {"webhook.domain", {"", "a/b"}},
    {"webhook.endpoint_groups", {"", " ", "Core", "core;run", "core run", "core,,run", "core,", ",", "run_task", "-x", "1x", "*"}},
    {"webhook.endpoints", {"", "run-task", "Run", "a,,b", ",", "1a", "*"}},
    {"listener.address", {"", "0.0.0", "0.0.0.0:80", "256.0.0.1", "example.com", "*", ":::", "[::]", "eth0", "10.0.0.0/8"}},
    {"listener.port",
     {"", "-1", "65536", "80a", "8o80", "0x50", "80.0", "+80", "99999999999999999999", "http", "8012", "8022", "8112", "9090", "9091"}},
    {"listener.threads", {"", "0", "-1", "32769", "many"}},
    {"listener.queue", {"-1", "1000001", ""}},
    {"listener.max_connections", {"0", "1000001"}},
    {"listener.keep_alive_timeout", {"0", "0s", "75", "25h", "1.5s", ""}},
    {"listener.header_timeout", {"0ms", "10", "10sec"}},
    {"listener.request_timeout", {"0s", "", "-1s", "86401s"}},
    {"listener.max_body", {"0B", "10", "10MB", "2GiB", "", "10 M"}},
    {"listener.max_header", {"1B", "1023B", "17MiB", "64"}},
    {"listener.tls_certificate", {"/none/certificate.pem", "/", "/dev/null"}},
    {"listener.tls_key", {"/none/key.pem", "/", "/dev/null"}},
    {"listener.shutdown_timeout", {"", "30", "25h", "never"}},
    {"admin.address", {"", "admin"}},
    {"admin.port", {"", "-1", "65536", "off"}},
    {"auth.required", {"", "maybe", "t", "2"}},
    {"auth.headers",
     {"",
      ",",
      "a,,b",
      "a b",
      "a:b",
      "x-api-key:",
      "\xC3\xA4",
      "grpc-timeout",
      "GRPC-x",
      "token-bin",
      "X-Forwarded-For",
      "x-user-id",
      "x-amzn-oidc-identity",
      "x_amzn_oidc_data",
      "X_Forwarded_User",
      "x-auth-request-email",
      "remote_user",
      "x-remote-user",
      "x-ms-client-principal-id",
      "x-goog-authenticated-user-email",
      "x-envoy-peer-metadata",
      "Host",
      "content-type",
      "Content-Length",
      "connection",
      "transfer-encoding",
      "te",
      "User-Agent",
      "upgrade",
      "keep-alive",
      "trailer",
      "expect",
      "proxy-authorization",
      "accept",
      "accept-encoding",
      "if-none-match",
      "x-request-id",
      "traceparent",
      "authorization, host"}},
    {"allowlist.tasks", {"a/b/c/d", "/a", "a/", "a//b", "/", "//", "a,,b", "a,", ","}},
    {"allowlist.apps", {"a/b", "/", "a,,b"}},
    {"allowlist.triggers", {"a/b/c", "a/", "/a", ",a"}},
    {"control_plane.endpoint",
     {"", "ftp://h", "http://", "http://h/path", "h:0", "h:65536", "h:port", "a b", "dns://h", "http://h?x", "h:1:2:x", "[::1", "256.1"}},
    {"control_plane.insecure", {"", "perhaps"}},
    {"control_plane.protocol", {"", "http", "rest", "connect, grpc"}},
    {"control_plane.ca_file", {"/none/such.pem", "/", "/dev/null"}},
    {"control_plane.console_url",
     {"h", "ftp://h", "http://", "https://h?x", "https://h#x", "https://u:p@h", "http://h:0", "//h", "http://a b"}},
    {"control_plane.connections", {"0", "257", ""}},
    {"control_plane.call_timeout", {"0", "30"}},
    {"plugins.start_timeout", {"0", "soon", "-1s"}},
    {"control_plane.task_cache", {"10", "-1s", "25h"}},
    {"plugins.directories", {"a,,b", ","}},
    {"telemetry.log_level", {"", "warn", "trace", "3"}},
    {"telemetry.log_format", {"", "xml"}},
};

class ConfigurationTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConfigurationTest);
    CPPUNIT_TEST(TheTablesDefaultsAreTheSettingsDefaults);
    CPPUNIT_TEST(EveryKeyTakesItsRightValues);
    CPPUNIT_TEST(EveryKeyRefusesItsWrongValuesByName);
    CPPUNIT_TEST(EveryKeyIsTried);
    CPPUNIT_TEST(AWrongValueLeavesTheDefault);
    CPPUNIT_TEST(ValuesArriveWhereTheyBelong);
    CPPUNIT_TEST(AllErrorsAreToldAtOnce);
    CPPUNIT_TEST(MessagesSayWhatCameAndWhatIsRight);
    CPPUNIT_TEST(NoPasswordOfAnUrlIsShown);
    CPPUNIT_TEST(LongValuesAreShortened);
    CPPUNIT_TEST(TenThousandEntriesAreRead);
    CPPUNIT_TEST_SUITE_END();

    void TheTablesDefaultsAreTheSettingsDefaults()
    {
        const Settings expected;
        const auto settings = Reading().settings();
        CPPUNIT_ASSERT_EQUAL(expected.webhook.name, settings.webhook.name);
        CPPUNIT_ASSERT_EQUAL(std::string("Flyte Webhook: flyte-webhook"), settings.webhook.title);
        CPPUNIT_ASSERT_EQUAL(std::string("A webhook service for Flyte operations"), settings.webhook.description);
        CPPUNIT_ASSERT_EQUAL(expected.webhook.project, settings.webhook.project);
        CPPUNIT_ASSERT_EQUAL(expected.webhook.domain, settings.webhook.domain);
        CPPUNIT_ASSERT(settings.webhook.endpointGroups == std::vector<std::string>{"all"});
        CPPUNIT_ASSERT(!settings.webhook.endpoints);
        CPPUNIT_ASSERT_EQUAL(std::string(), settings.webhook.groupsWhere + settings.webhook.endpointsWhere);
        CPPUNIT_ASSERT_EQUAL(expected.listener.address, settings.listener.address);
        CPPUNIT_ASSERT_EQUAL(expected.listener.port, settings.listener.port);
        CPPUNIT_ASSERT(expected.listener.requestTimeout == settings.listener.requestTimeout);
        CPPUNIT_ASSERT(expected.listener.shutdownTimeout == settings.listener.shutdownTimeout);
        const auto& limits = settings.listener.limits;
        CPPUNIT_ASSERT_EQUAL(expected.listener.limits.threads, limits.threads);
        CPPUNIT_ASSERT_EQUAL(expected.listener.limits.queue, limits.queue);
        CPPUNIT_ASSERT_EQUAL(expected.listener.limits.maxConnections, limits.maxConnections);
        CPPUNIT_ASSERT_EQUAL(expected.listener.limits.maxBody, limits.maxBody);
        CPPUNIT_ASSERT_EQUAL(expected.listener.limits.maxHeader, limits.maxHeader);
        CPPUNIT_ASSERT(expected.listener.limits.keepAliveTimeout == limits.keepAliveTimeout);
        CPPUNIT_ASSERT(expected.listener.limits.headerTimeout == limits.headerTimeout);
        CPPUNIT_ASSERT(expected.listener.limits.bodyTimeout == limits.bodyTimeout);
        CPPUNIT_ASSERT_EQUAL(expected.admin.address, settings.admin.address);
        CPPUNIT_ASSERT_EQUAL(expected.admin.port, settings.admin.port);
        CPPUNIT_ASSERT_EQUAL(expected.auth.required, settings.auth.required);
        CPPUNIT_ASSERT(expected.auth.headers == settings.auth.headers);
        CPPUNIT_ASSERT(!settings.allowlist.tasks && !settings.allowlist.apps && !settings.allowlist.triggers);
        CPPUNIT_ASSERT_EQUAL(expected.controlPlane.insecure, settings.controlPlane.insecure);
        CPPUNIT_ASSERT_EQUAL(expected.controlPlane.connections, settings.controlPlane.connections);
        CPPUNIT_ASSERT(expected.controlPlane.callTimeout == settings.controlPlane.callTimeout);
        CPPUNIT_ASSERT(expected.controlPlane.taskCache == settings.controlPlane.taskCache);
        CPPUNIT_ASSERT(settings.plugins.directories.empty());
        CPPUNIT_ASSERT(expected.telemetry.logLevel == settings.telemetry.logLevel);
        CPPUNIT_ASSERT(!settings.telemetry.logFormat);
    }

    void EveryKeyTakesItsRightValues()
    {
        for (const auto& [key, values] : right)
            for (const auto& value : values)
            {
                const auto errors = Reading().set(std::string(key) + "=" + value).errors();
                CPPUNIT_ASSERT_MESSAGE(std::string(key) + "=" + value + ": " + (errors.empty() ? "" : errors[0]), errors.empty());
            }
    }

    void EveryKeyRefusesItsWrongValuesByName()
    {
        for (const auto& [key, values] : wrong)
            for (const auto& value : values)
            {
                const auto errors = Reading().set(std::string(key) + "=" + value).errors();
                const auto shown = std::string(key) + "=" + value;
                CPPUNIT_ASSERT_MESSAGE(shown, errors.size() == 1);
                CPPUNIT_ASSERT_MESSAGE(shown + " -> " + errors[0], errors[0].find("--set: " + std::string(key) + ": ") == 0);
                CPPUNIT_ASSERT_MESSAGE(shown + " -> " + errors[0], errors[0].find(';') != std::string::npos); // what would be right
            }
    }

    void EveryKeyIsTried()
    {
        for (const auto& setting : settingTable())
        {
            const auto has = [&](const Values& values) { return values.key == setting.name(); };
            CPPUNIT_ASSERT_MESSAGE(setting.name(), std::any_of(right.begin(), right.end(), has));
            const bool anyText = setting.name() == "webhook.description" || setting.name() == "webhook.org";
            CPPUNIT_ASSERT_MESSAGE(setting.name(), anyText || std::any_of(wrong.begin(), wrong.end(), has));
        }
    }

    void AWrongValueLeavesTheDefault()
    {
        const auto settings = Reading().set("listener.port=x").set("auth.headers=host").set("allowlist.apps=a/b").configuration().settings;
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{8080}, settings.listener.port);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, settings.auth.headers.size());
        CPPUNIT_ASSERT(!settings.allowlist.apps);
    }

    void ValuesArriveWhereTheyBelong()
    {
        const flyte_webhook::test::TestCa authority;
        Reading reading;
        reading.file("[webhook]\nname = n\ntitle = T {name}\ndescription = d\norg = o\nproject = p\ndomain = q\nendpoints = a_b, c\n"
                     "[listener]\naddress = ::1\nport = 1\nthreads = 2\nqueue = 3\nmax_connections = 4\nkeep_alive_timeout = 5ms\n"
                     "header_timeout = 6s\nrequest_timeout = 7m\nmax_body = 8KiB\nmax_header = 9KiB\nshutdown_timeout = 10h\n"
                     "[admin]\naddress = 127.0.0.2\nport = 11\n[auth]\nrequired = no\nheaders = X-Api-Key\n"
                     "[allowlist]\ntasks = t, p/t\napps =\ntriggers = x/y\n"
                     "[control_plane]\nendpoint = http://h:12\nca_file = " +
                     authority.file() +
                     "\nconsole_url = https://c/x//\nconnections = 13\n"
                     "call_timeout = 14s\ntask_cache = 15s\nprotocol = grpc\n"
                     "[plugins]\ndirectories = /a, /b\n[telemetry]\nlog_level = error\nlog_format = json\n");
        const auto s = reading.settings();
        using namespace std::chrono_literals;
        using List = std::vector<std::string>;
        CPPUNIT_ASSERT_EQUAL(std::string("n T n d o p q"), s.webhook.name + " " + s.webhook.title + " " + s.webhook.description + " " +
                                                               s.webhook.org + " " + s.webhook.project + " " + s.webhook.domain);
        CPPUNIT_ASSERT(!s.webhook.endpointGroups && s.webhook.endpoints == (List{"a_b", "c"}));
        CPPUNIT_ASSERT_EQUAL(std::string("main.ini:8"), s.webhook.endpointsWhere.substr(s.webhook.endpointsWhere.rfind('/') + 1));
        CPPUNIT_ASSERT(s.listener.address == "::1" && s.listener.port == 1 && s.listener.requestTimeout == 7min &&
                       s.listener.shutdownTimeout == 10h);
        const auto& limits = s.listener.limits;
        CPPUNIT_ASSERT(limits.threads == 2 && limits.queue == 3 && limits.maxConnections == 4 && limits.keepAliveTimeout == 5ms);
        CPPUNIT_ASSERT(limits.headerTimeout == 6s && limits.bodyTimeout == 7min && limits.maxBody == 8192 && limits.maxHeader == 9216);
        CPPUNIT_ASSERT(s.admin.address == "127.0.0.2" && s.admin.port == 11 && !s.auth.required && s.auth.headers == List{"x-api-key"});
        CPPUNIT_ASSERT(s.allowlist.tasks == (List{"t", "p/t"}) && s.allowlist.apps == List{} && s.allowlist.triggers == List{"x/y"});
        CPPUNIT_ASSERT(s.controlPlane.endpoint == "http://h:12" && s.controlPlane.insecure && s.controlPlane.caFile == authority.file());
        CPPUNIT_ASSERT(s.controlPlane.consoleUrl == "https://c/x" && s.controlPlane.connections == 13 && s.controlPlane.callTimeout == 14s);
        CPPUNIT_ASSERT(s.controlPlane.protocol == ControlPlaneProtocol::grpc);
        CPPUNIT_ASSERT(s.controlPlane.taskCache == 15s && s.plugins.directories == (List{"/a", "/b"}));
        CPPUNIT_ASSERT(s.telemetry.logLevel == LogLevel::error && s.telemetry.logFormat == LogFormat::json);
    }

    void AllErrorsAreToldAtOnce()
    {
        Reading reading;
        reading.file(
            "stray = 1\n[listener]\nport = x\nprot = 1\n[nowhere]\na = 1\n[webhook]\nendpoints = a\nendpoint_groups = b\n[broken\n");
        reading.dropIn("a.ini", "[allowlist]\ntasks = a/b/c/d, e//f\n").environment("FLYTE_WEBHOOK_ADMIN_PORT", "y");
        reading.environment("FLYTE_WEBHOOK_NO_KEY", "1").set("auth.required=perhaps").set("nonsense");
        const auto errors = reading.errors();
        const char* expected[] = {
            "main.ini:1: stray: ",
            "main.ini:10: '[broken' is no section",
            "main.ini:4: listener.prot: there is no such key",
            "main.ini:6: [nowhere]: there is no such section",
            "environment variable FLYTE_WEBHOOK_NO_KEY: no key",
            "--set: 'nonsense' is no setting",
            "main.ini:3: listener.port: 'x' is no number",
            "environment variable FLYTE_WEBHOOK_ADMIN_PORT: admin.port: 'y' is no number",
            "--set: auth.required: 'perhaps' is no boolean",
            "conf.d/a.ini:2: allowlist.tasks: 'a/b/c/d' has 4 parts; write domain/project/name, project/name or name; 'e//f' has an ",
            "main.ini:8: webhook.endpoints: webhook.endpoint_groups is set as well (",
            "main.ini: control_plane.endpoint: it is missing",
        };
        std::string all;
        for (const auto& error : errors) all += error + "\n";
        CPPUNIT_ASSERT_EQUAL_MESSAGE(all, std::size(expected), errors.size());
        for (const auto* text : expected)
            CPPUNIT_ASSERT_MESSAGE(text + ("\n" + all), ("\n" + all).find(std::string("\n") + text) != std::string::npos);
    }

    void MessagesSayWhatCameAndWhatIsRight()
    {
        const std::pair<const char*, const char*> messages[] = {
            {"listener.port=80a", "'80a' is no number from 0 to 65535; write a whole number in that range"},
            {"listener.header_timeout=10", "'10' is no duration; write a whole number and its unit: 250ms, 30s, 5m or 1h"},
            {"listener.header_timeout=25h", "'25h' is no usable duration; write one from 1ms to 24h"},
            {"listener.max_body=10MB", "'10MB' is no size; write a whole number and its unit: 512B, 64KiB, 10MiB or 1GiB"},
            {"listener.max_header=1B", "'1B' is no usable size; write one from 1KiB to 16MiB"},
            {"auth.required=2", "'2' is no boolean; write true or false"},
            {"telemetry.log_level=warn", "'warn' is no known word here; write one of debug, info, warning, error"},
            {"webhook.name=My_Hook", "'My_Hook' is no Kubernetes name; write at most 63 lower-case letters, digits and inner dashes"},
            {"allowlist.apps=a/b", "'a/b' has 2 parts; write the app's name alone"},
            {"control_plane.ca_file=/none/x",
             "the CA file '/none/x' cannot be read: No such file or directory; name a file that is there and that this "
             "user may read"},
        };
        for (const auto& [set, message] : messages)
        {
            const std::string text(set);
            CPPUNIT_ASSERT_EQUAL("--set: " + text.substr(0, text.find('=')) + ": " + message, Reading().set(text).error());
        }
        CPPUNIT_ASSERT_EQUAL(
            std::string("--set: listener.port: '8012' is reserved by the platform, as are 8012, 8022, 8112, 9090 and 9091; write "
                        "another port, such as 8080"),
            Reading().set("listener.port=8012").error());
    }

    void NoPasswordOfAnUrlIsShown()
    {
        for (const char* value : {"https://user:hunter2@h", "user:hunter2@h:80", "http://hunter2@h/x", "https://a:hunter2@b@h",
                                  "dns:///user:hunter2@h", "dns://8.8.8.8/user:hunter2@h"})
            for (const char* key : {"control_plane.endpoint", "control_plane.console_url", "control_plane.insecure", "webhook.name"})
            {
                const auto error = Reading().set(std::string(key) + "=" + value).error();
                CPPUNIT_ASSERT_MESSAGE(error, error.find("hunter2") == std::string::npos);
            }
    }

    void LongValuesAreShortened()
    {
        const auto error = Reading().set("listener.port=" + std::string(100000, '9')).error();
        CPPUNIT_ASSERT_MESSAGE(error, error.size() < 250 && error.find("9...'") != std::string::npos);
    }

    void TenThousandEntriesAreRead()
    {
        std::string list;
        for (int i = 0; i < 10000; ++i) list += (i ? ", " : "") + std::string("domain/project/task-") + std::to_string(i);
        CPPUNIT_ASSERT_EQUAL(
            std::size_t{10000},
            Reading().file("[control_plane]\nendpoint = h\n[allowlist]\ntasks = " + list).settings().allowlist.tasks->size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigurationTest);

} // namespace
