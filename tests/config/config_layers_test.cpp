#include "base/utf8.h"
#include "config/config_layers.h"
#include "config/environment_names.h"
#include "config/setting_table.h"
#include "reading.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;
using flyte_webhook::test::Reading;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

const std::string plane = "[control_plane]\nendpoint = h:1\n";

class ConfigLayersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConfigLayersTest);
    CPPUNIT_TEST(LaterLayersWin);
    CPPUNIT_TEST(DropInsAreReadInNameOrder);
    CPPUNIT_TEST(OnlyVisibleIniFilesAreDropIns);
    CPPUNIT_TEST(OneFileSetsAKeyOnce);
    CPPUNIT_TEST(AValueThatIsOverriddenIsNotChecked);
    CPPUNIT_TEST(ANamedFileMustBeThere);
    CPPUNIT_TEST(TheDefaultFileMayBeAbsent);
    CPPUNIT_TEST(WithoutAFileNoDropInIsRead);
    CPPUNIT_TEST(EveryKeyHasAnEnvironmentVariableOfItsOwn);
    CPPUNIT_TEST(AnUnknownVariableIsToldWithTheNearestOne);
    CPPUNIT_TEST(VariablesOfKubernetesServicesAreLeftAlone);
    CPPUNIT_TEST(SecretsOfTheSandboxAreLeftAlone);
    CPPUNIT_TEST(PluginVariablesAreKeptForLater);
    CPPUNIT_TEST(AnUnknownSectionIsToldWithTheNearestOne);
    CPPUNIT_TEST(AnUnknownKeyIsToldWithTheNearestOne);
    CPPUNIT_TEST(AKeyOfAnotherSectionIsPointedOut);
    CPPUNIT_TEST(AMalformedSetIsTold);
    CPPUNIT_TEST(PluginSectionsAreKeptAsWritten);
    CPPUNIT_TEST(ControlCharactersAreRefusedEverywhere);
    CPPUNIT_TEST(AnErrorIsOneLineOfTextWhateverItsKeyIs);
    CPPUNIT_TEST(TheEnvironmentOfTheProcessIsRead);
    CPPUNIT_TEST_SUITE_END();

    void LaterLayersWin()
    {
        Reading reading;
        reading.file(plane + "[webhook]\nproject = file\ndomain = file\norg = file\nname = file\n");
        reading.dropIn("a.ini", "[webhook]\ndomain = dropin\norg = dropin\nname = dropin\n");
        reading.environment("FLYTE_WEBHOOK_WEBHOOK_ORG", "environment").environment("FLYTE_WEBHOOK_WEBHOOK_NAME", "environment");
        reading.set("webhook.name=set").set("webhook.name = set-again");
        const auto webhook = reading.settings().webhook;
        CPPUNIT_ASSERT_EQUAL(std::string("file"), webhook.project);
        CPPUNIT_ASSERT_EQUAL(std::string("dropin"), webhook.domain);
        CPPUNIT_ASSERT_EQUAL(std::string("environment"), webhook.org);
        CPPUNIT_ASSERT_EQUAL(std::string("set-again"), webhook.name);
    }

    void DropInsAreReadInNameOrder()
    {
        Reading reading;
        for (const char* name : {"20", "9", "10", "b", "a"})
            reading.dropIn(std::string(name) + ".ini", "[webhook]\nproject = p" + std::string(name) + "\n");
        CPPUNIT_ASSERT_EQUAL(std::string("pb"), reading.settings().webhook.project);
        Reading capitals;
        capitals.dropIn("a.ini", "[webhook]\nproject = small\n").dropIn("Z.ini", "[webhook]\nproject = capital\n");
        CPPUNIT_ASSERT_EQUAL(std::string("small"), capitals.settings().webhook.project);
    }

    void OnlyVisibleIniFilesAreDropIns()
    {
        Reading reading;
        reading.dropIn("README", "nonsense").dropIn("x.ini.bak", "nonsense").dropIn("x.ini~", "nonsense").dropIn(".x.ini", "nonsense");
        reading.settings();
    }

    void OneFileSetsAKeyOnce()
    {
        const std::string twice = "[allowlist]\ntasks = one\n[plugin.p]\nk = 1\n[allowlist]\napps = a\ntasks = two\n[plugin.p]\nk = 2\n";
        const auto errors = Reading().file(plane).dropIn("a.ini", twice).dropIn("b.ini", "[allowlist]\ntasks = three\n").errors();
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, errors.size());
        const std::string rest = " of this file as well; keep one of the two";
        CPPUNIT_ASSERT_EQUAL("conf.d/a.ini:7: allowlist.tasks: it is set in line 2" + rest, errors[0]);
        CPPUNIT_ASSERT_EQUAL("conf.d/a.ini:9: plugin.p.k: it is set in line 4" + rest, errors[1]);
    }

    void AValueThatIsOverriddenIsNotChecked()
    {
        Reading reading;
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{81},
                             reading.file(plane + "[listener]\nport = none\n").set("listener.port=81").settings().listener.port);
    }

    void ANamedFileMustBeThere()
    {
        ConfigSources sources;
        sources.file = "/none/such.ini";
        sources.fileIsNamed = true;
        sources.sets = {"control_plane.endpoint=h:1"};
        const auto errors = readConfiguration(sources).errors;
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, errors.size());
        CPPUNIT_ASSERT_EQUAL(std::string("/none/such.ini"), errors[0].where);
    }

    void TheDefaultFileMayBeAbsent()
    {
        const TemporaryDirectory folder;
        ConfigSources sources;
        sources.file = (folder.path() / "flyte-webhook.ini").string();
        sources.environment = {{"FLYTE_WEBHOOK_CONTROL_PLANE_ENDPOINT", "h:1"}};
        const auto configuration = readConfiguration(sources);
        CPPUNIT_ASSERT(configuration.errors.empty());
        CPPUNIT_ASSERT_EQUAL(std::string("h:1"), configuration.settings.controlPlane.endpoint);
    }

    void WithoutAFileNoDropInIsRead()
    {
        const TemporaryDirectory folder;
        folder.write("conf.d/a.ini", "nonsense");
        const auto before = std::filesystem::current_path();
        std::filesystem::current_path(folder.path());
        ConfigSources sources;
        sources.file.clear();
        const auto errors = readConfiguration(sources, true).errors;
        std::filesystem::current_path(before);
        CPPUNIT_ASSERT(errors.empty());
    }

    void EveryKeyHasAnEnvironmentVariableOfItsOwn()
    {
        std::set<std::string> names;
        for (const auto& setting : settingTable())
        {
            const auto name = environmentName(setting.section, setting.key);
            CPPUNIT_ASSERT_MESSAGE(name, names.insert(name).second);
            CPPUNIT_ASSERT_MESSAGE(name, name.find(pluginVariablePrefix) != 0);
            Reading reading;
            const auto errors = reading.environment(name, "\x01").errors(); // no key takes that, so the message shows that it arrived
            CPPUNIT_ASSERT_MESSAGE(name,
                                   !errors.empty() && errors[0].find("environment variable " + name + ": " + setting.name() + ": ") == 0);
        }
        CPPUNIT_ASSERT_EQUAL(std::string("FLYTE_WEBHOOK_CONTROL_PLANE_ENDPOINT"), environmentName("control_plane", "endpoint"));
        CPPUNIT_ASSERT_EQUAL(std::string("FLYTE_WEBHOOK_PLUGIN_MY_GROUP_A_KEY"), environmentName("plugin.my-group", "a_key"));
    }

    void AnUnknownVariableIsToldWithTheNearestOne()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("environment variable FLYTE_WEBHOOK_LISTENER_PROT: no key has this variable; did you mean "
                                         "FLYTE_WEBHOOK_LISTENER_PORT?"),
                             Reading().environment("FLYTE_WEBHOOK_LISTENER_PROT", "80").error());
        CPPUNIT_ASSERT(Reading().environment("FLYTE_WEBHOOK_", "").error().find("a variable is FLYTE_WEBHOOK_<SECTION>_<KEY>") !=
                       std::string::npos);
        Reading().environment("FLYTE_WEBHOOKS", "1").environment("flyte_webhook_listener_port", "x").settings();
    }

    void VariablesOfKubernetesServicesAreLeftAlone()
    {
        Reading reading;
        reading.environment("FLYTE_WEBHOOK_SERVICE_HOST", "10.0.0.1").environment("FLYTE_WEBHOOK_SERVICE_PORT", "80");
        reading.environment("FLYTE_WEBHOOK_SERVICE_PORT_HTTP", "80").environment("FLYTE_WEBHOOK_PORT", "tcp://10.0.0.1:80");
        reading.environment("FLYTE_WEBHOOK_PORT_80_TCP", "tcp://10.0.0.1:80").environment("FLYTE_WEBHOOK_PORT_80_TCP_PROTO", "tcp");
        reading.environment("FLYTE_WEBHOOK_PORT_80_TCP_PORT", "80").environment("FLYTE_WEBHOOK_PORT_80_TCP_ADDR", "10.0.0.1");
        reading.environment("FLYTE_WEBHOOK_ADMIN_PORT", "tcp://10.0.0.2:9464").environment("FLYTE_WEBHOOK_ADMIN_SERVICE_HOST", "10.0.0.2");
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{9464}, reading.settings().admin.port);
        CPPUNIT_ASSERT_EQUAL(std::uint16_t{81}, Reading().environment("FLYTE_WEBHOOK_ADMIN_PORT", "81").settings().admin.port);
        Reading().environment("FLYTE_WEBHOOK_PORT", "80").error();
        Reading().environment("FLYTE_WEBHOOK_PORT_TCP", "80").error();
        Reading().environment("FLYTE_WEBHOOK_PORT_X_TCP", "80").error();
    }

    void SecretsOfTheSandboxAreLeftAlone()
    {
        Reading().environment("FLYTE_WEBHOOK_SANDBOX_SECRET_API_TOKEN", "s3cret").settings();
        Reading().environment("FLYTE_WEBHOOK_SANDBOX_DIR", "x").error();
    }

    void PluginVariablesAreKeptForLater()
    {
        const auto settings = Reading().environment("FLYTE_WEBHOOK_PLUGIN_A_B_C", "v").settings();
        CPPUNIT_ASSERT_EQUAL(std::string("v"), settings.pluginEnvironment.at("FLYTE_WEBHOOK_PLUGIN_A_B_C"));
        CPPUNIT_ASSERT(Reading().environment("FLYTE_WEBHOOK_PLUGINS_DIRECTORIES", "/p").settings().plugins.directories ==
                       std::vector<std::string>{"/p"});
    }

    void AnUnknownSectionIsToldWithTheNearestOne()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("main.ini:4: [listner]: there is no such section; did you mean listener?"),
                             Reading().file(plane + "[listner]\nport = 80\n").error());
        CPPUNIT_ASSERT_EQUAL(std::string("--set: [plugin]: there is no such section; did you mean plugins?"),
                             Reading().set("plugin.x=1").error());
        CPPUNIT_ASSERT(Reading().set("zoological.x=1").error().find("; known are webhook, listener, admin, auth, ") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::string("--set: [Webhook]: there is no such section; did you mean webhook?"),
                             Reading().set("Webhook.name=x").error());
    }

    void AnUnknownKeyIsToldWithTheNearestOne()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("main.ini:4: listener.prot: there is no such key; did you mean port?"),
                             Reading().file(plane + "[listener]\nprot = 80\n").error());
        CPPUNIT_ASSERT_EQUAL(std::string("conf.d/x.ini:2: webhook.endpoint_group: there is no such key; did you mean endpoint_groups?"),
                             Reading().dropIn("x.ini", "[webhook]\nendpoint_group = all").error());
        CPPUNIT_ASSERT_EQUAL(std::string("--set: admin.colour: there is no such key; known are address, port"),
                             Reading().set("admin.colour=red").error());
    }

    void AKeyOfAnotherSectionIsPointedOut()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("--set: telemetry.max_body: there is no such key; did you mean listener.max_body?"),
                             Reading().set("telemetry.max_body=1B").error());
    }

    void AMalformedSetIsTold()
    {
        for (const char* text : {"", "=", "x", "x=1", "webhook.name", ".x=1", "webhook.=1", ".=", "=webhook.name"})
            CPPUNIT_ASSERT_EQUAL("--set: '" + std::string(text) + "' is no setting; write --set section.key=value",
                                 Reading().set(text).error());
        CPPUNIT_ASSERT_EQUAL(std::string("a=b"), Reading().set("webhook.project=a=b").settings().webhook.project);
    }

    void PluginSectionsAreKeptAsWritten()
    {
        Reading reading;
        reading.file(plane + "[plugin.my-group]\nsome_key = a, b\n").set("plugin.other.x.y=1").set("plugin.other.z = ");
        const auto errors = reading.errors();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, errors.size());
        CPPUNIT_ASSERT_EQUAL(
            std::string("--set: [plugin.other.x]: 'other.x' is no plugin's name; write [plugin.NAME] with lower-case letters, "
                        "digits, dashes"),
            errors[0]);
        const auto settings = reading.configuration().settings;
        CPPUNIT_ASSERT_EQUAL(std::string("a, b"), settings.plugin.at("my-group").at("some_key").value);
        CPPUNIT_ASSERT_EQUAL(std::string(), settings.plugin.at("other").at("z").value);
        CPPUNIT_ASSERT_EQUAL(std::string("--set"), settings.plugin.at("other").at("z").where);
        for (const char* name : {"", "A", "1a", "-a", "a_b", "a b"}) Reading().set("plugin." + std::string(name) + ".x=1").error();
    }

    void ControlCharactersAreRefusedEverywhere()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("--set: webhook.title: 'a?b' holds control characters or is no UTF-8; write one line of plain text"),
            Reading().set("webhook.title=a\nb").error());
        for (const char* value : {"a\tb", "a\x7f", "a\xC2\x85", "\xFF", "\xED\xA0\x80", "a\rb"})
            CPPUNIT_ASSERT_MESSAGE(value, Reading().environment("FLYTE_WEBHOOK_WEBHOOK_TITLE", value).error().find("control characters") !=
                                              std::string::npos);
    }

    void AnErrorIsOneLineOfTextWhateverItsKeyIs()
    {
        const auto beginning = [](const std::string& text) { return Reading().set(text).error().substr(0, 16); };
        CPPUNIT_ASSERT_EQUAL(std::string("--set: webhook.?"), beginning("webhook.\n\xFFx=a\nb"));
        for (const auto& error :
             {Reading().set("webhook.\n\xFFx=a\nb").error(), Reading().environment("FLYTE_WEBHOOK_\n\xFF", "x").error()})
            CPPUNIT_ASSERT_MESSAGE(error, isUtf8(error) && !hasControlCharacter(error));
    }

    void TheEnvironmentOfTheProcessIsRead()
    {
        CPPUNIT_ASSERT_EQUAL(0, ::setenv("FLYTE_WEBHOOK_TEST_ONLY", "a=b", 1));
        const auto variables = ConfigSources::processEnvironment();
        CPPUNIT_ASSERT_EQUAL(0, ::unsetenv("FLYTE_WEBHOOK_TEST_ONLY"));
        CPPUNIT_ASSERT(std::find(variables.begin(), variables.end(),
                                 std::pair<std::string, std::string>("FLYTE_WEBHOOK_TEST_ONLY", "a=b")) != variables.end());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigLayersTest);

} // namespace
