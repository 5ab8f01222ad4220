#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <cstring>
#include <sys/stat.h>
#include <tuple>

using namespace flyte_webhook::test;

/// The command line, and starts that are refused.
class StartTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(StartTest);
    CPPUNIT_TEST(versionAndHelpNameTheProgram);
    CPPUNIT_TEST(outputThatCannotBeWrittenIsAFailure);
    CPPUNIT_TEST(anUnknownOptionIsRefusedWithAHint);
    CPPUNIT_TEST(anOptionWithNothingBehindItIsRefused);
    CPPUNIT_TEST(everyErrorOfTheConfigurationIsToldAtOnce);
    CPPUNIT_TEST(aPortFileThatCannotBeWrittenStopsTheStartAndLeavesNothing);
    CPPUNIT_TEST(whatIsNoPlainFileIsNotReplacedByAPortFile);
    CPPUNIT_TEST(checkConfigAgreesWithAGoodConfiguration);
    CPPUNIT_TEST(aBrokenPluginStopsTheStart);
    CPPUNIT_TEST(listPluginsTellsTheGoodAndTheBroken);
    CPPUNIT_TEST(listPluginsTellsWhatIsWrongWithTheConfiguration);
    CPPUNIT_TEST(inspectPluginTellsWhatOneIsOrWhyItIsNone);
    CPPUNIT_TEST(aFileThatWouldBlockIsRefused);
    CPPUNIT_TEST(oneMistakeIsOneError);
    CPPUNIT_TEST(theLogTellsTheAddressThatIsListenedOn);
    CPPUNIT_TEST(aPortThatIsTakenStopsTheStartWithItsAddress);
    CPPUNIT_TEST(settingsOfTheCommandLineWinOverTheEnvironmentAndTheFile);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};

    static Finished run(const std::vector<std::string>& arguments) { return runProgram(builtProgram("flyte-webhook"), arguments); }

    void versionAndHelpNameTheProgram()
    {
        const auto version = run({"--version"});
        CPPUNIT_ASSERT_EQUAL(0, version.status);
        ASSERT_HOLDS("flyte-webhook ", version.output);
        ASSERT_HOLDS("plugin interface 1.", version.output);
        const auto help = run({"--help"});
        CPPUNIT_ASSERT_EQUAL(0, help.status);
        for (const char* option : {"--config", "--set", "--check-config", "--list-plugins", "--sandbox", "--port-file"})
            ASSERT_HOLDS(option, help.output);
    }

    void outputThatCannotBeWrittenIsAFailure()
    {
        const auto program = builtProgram("flyte-webhook");
        for (const char* task : {"--help", "--version", "--print-openapi --sandbox", "--list-plugins", "--check-config --sandbox"})
        {
            const auto command = program + " --set plugins.directories=" + _plugins.path().string() + " " + task + " > /dev/full";
            const auto finished = runProgram("/bin/sh", {"-c", command});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(task, 1, finished.status);
            ASSERT_HOLDS("the output could not be written", finished.output);
        }
    }

    void anUnknownOptionIsRefusedWithAHint()
    {
        const auto finished = run({"--confg", "x"});
        CPPUNIT_ASSERT_EQUAL(1, finished.status);
        ASSERT_HOLDS("confg", finished.output);
        ASSERT_HOLDS("--help", finished.output);
    }

    void anOptionWithNothingBehindItIsRefused()
    {
        for (const char* option : {"--config=", "--set=", "--port-file=", "--sandbox-dir=", "--inspect-plugin="})
        {
            const auto finished = run({"--check-config", "--sandbox", option});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(option, 1, finished.status);
            ASSERT_HOLDS(std::string(option + 2, std::strlen(option) - 3) + " requires ", finished.output);
        }
    }

    void everyErrorOfTheConfigurationIsToldAtOnce()
    {
        TemporaryDirectory directory;
        const auto config = directory.write("bad.ini", "[webhook]\nname = Not Good\nendpoint_groups = probe, nope\n[listener]\nprt = 1\n");
        for (const char* mode : {"--check-config", "--port-file=unused"})
        {
            const auto finished = run({"--config", config, "--set", "plugins.directories=" + _plugins.path().string(), "--set",
                                       "control_plane.endpoint=http://127.0.0.1:1", "--set", "plugin.probe.nothing=1", mode});
            CPPUNIT_ASSERT_EQUAL(1, finished.status);
            for (const char* part : {"bad.ini:2", "webhook.name", "'nope'", "bad.ini:5", "listener.prt", "plugin.probe.nothing"})
                ASSERT_HOLDS(part, finished.output);
        }
    }

    Finished startWithPortFile(const std::filesystem::path& place)
    {
        return run({"--config", "/dev/null", "--set", "plugins.directories=" + _plugins.path().string(), "--set",
                    "control_plane.endpoint=plane.example", "--set", "listener.address=127.0.0.1", "--set", "listener.port=0", "--set",
                    "admin.port=0", "--port-file", place.string()});
    }

    void aPortFileThatCannotBeWrittenStopsTheStartAndLeavesNothing()
    {
        TemporaryDirectory directory;
        const auto place = directory.path() / "nowhere" / "port";
        const auto finished = startWithPortFile(place);
        CPPUNIT_ASSERT_EQUAL(1, finished.status);
        ASSERT_HOLDS("cannot write " + place.string() + ": No such file or directory", finished.output);
        CPPUNIT_ASSERT(std::filesystem::is_empty(directory.path()));
    }

    void whatIsNoPlainFileIsNotReplacedByAPortFile()
    {
        TemporaryDirectory directory;
        const auto folder = directory.path() / "folder", pipe = directory.path() / "pipe", link = directory.path() / "link";
        std::filesystem::create_directory(folder);
        CPPUNIT_ASSERT_EQUAL(0, ::mkfifo(pipe.c_str(), 0600));
        std::filesystem::create_symlink("/dev/null", link);
        for (const auto& place : {folder, pipe, link})
        {
            const auto before = std::filesystem::symlink_status(place).type();
            const auto finished = startWithPortFile(place);
            CPPUNIT_ASSERT_EQUAL(1, finished.status);
            ASSERT_HOLDS("cannot write " + place.string() + ": it is no plain file", finished.output);
            CPPUNIT_ASSERT(before == std::filesystem::symlink_status(place).type());
            CPPUNIT_ASSERT(!std::filesystem::exists(place.string() + ".new"));
        }
    }

    void checkConfigAgreesWithAGoodConfiguration()
    {
        const auto finished = run({"--check-config", "--config", "/dev/null", "--set", "plugins.directories=" + _plugins.path().string(),
                                   "--set", "control_plane.endpoint=plane.example"});
        CPPUNIT_ASSERT_EQUAL_MESSAGE(finished.output, 0, finished.status);
        ASSERT_HOLDS("1 plugins", finished.output);
        const auto embedded = run({"--sandbox", "--check-config", "--set", "plugins.directories=" + _plugins.path().string()});
        CPPUNIT_ASSERT_EQUAL_MESSAGE(embedded.output, 0, embedded.status);
    }

    void aBrokenPluginStopsTheStart()
    {
        const std::pair<const char*, const char*> rows[] = {{"major-new", "version 2.1"}, {"throws-at-start", "started badly"}};
        for (const auto& [fixture, reason] : rows)
        {
            const PluginFolder folder{fixture};
            const auto finished = run({"--config", "/dev/null", "--set", "plugins.directories=" + folder.path().string(), "--set",
                                       "control_plane.endpoint=plane.example"});
            CPPUNIT_ASSERT_EQUAL(1, finished.status);
            ASSERT_HOLDS(std::string(fixture) + ".so", finished.output);
            ASSERT_HOLDS(reason, finished.output);
        }
    }

    void listPluginsTellsTheGoodAndTheBroken()
    {
        const PluginFolder folder{"probe", "no-symbol", "crashes"};
        const auto finished = run({"--list-plugins", "--config", "/dev/null", "--set", "plugins.directories=" + folder.path().string()});
        CPPUNIT_ASSERT_EQUAL(1, finished.status);
        for (const char* part : {"probe.so", "probe 1.2.3 (interface 1.1)", "/show/{name}", "no-symbol.so", "does not export", "crashed"})
            ASSERT_HOLDS(part, finished.output);
    }

    void listPluginsTellsWhatIsWrongWithTheConfiguration()
    {
        const auto finished = run({"--list-plugins", "--config", "/dev/null", "--set", "plugins.directorys=/x", "--set",
                                   "plugins.directories=" + _plugins.path().string()});
        CPPUNIT_ASSERT_EQUAL(1, finished.status);
        ASSERT_HOLDS("plugins.directorys: there is no such key; did you mean directories?", finished.output);
        ASSERT_HOLDS("probe 1.2.3", finished.output);
    }

    void inspectPluginTellsWhatOneIsOrWhyItIsNone()
    {
        const std::tuple<const char*, int, const char*> rows[] = {{"probe", 0, "probe 1.2.3 (interface 1.1)"},
                                                                  {"no-symbol", 1, "it does not export flyte_webhook_plugin"},
                                                                  {"crashes", 1, "it crashed when it was opened"}};
        for (const auto& [fixture, status, said] : rows)
        {
            const PluginFolder folder{fixture};
            const auto finished = run({"--inspect-plugin", (folder.path() / (fixture + std::string(".so"))).string()});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(finished.output, status, finished.status);
            ASSERT_HOLDS(said, finished.output);
        }
    }

    void aFileThatWouldBlockIsRefused()
    {
        TemporaryDirectory directory;
        const auto config = directory.write("main.ini", "[control_plane]\nendpoint = plane.example\n");
        directory.write("conf.d/b.ini", "");
        const auto pipe = (directory.path() / "conf.d/a.ini").string();
        CPPUNIT_ASSERT_EQUAL(0, ::mkfifo(pipe.c_str(), 0600));
        const auto finished =
            run({"--check-config", "--config", config, "--set", "plugins.directories=" + _plugins.path().string(), "--set",
                 "control_plane.ca_file=" + pipe, "--set", "listener.tls_certificate=" + pipe, "--set", "listener.tls_key=" + pipe});
        CPPUNIT_ASSERT_EQUAL(1, finished.status);
        for (const auto& part : {std::string(": the file"), ": control_plane.ca_file: the CA file '" + pipe + "'",
                                 ": listener.tls_certificate: '" + pipe + "'", ": listener.tls_key: '" + pipe + "'"})
            ASSERT_HOLDS(part + " cannot be read: it is no file; ", finished.output);
        ASSERT_HOLDS("flyte-webhook: 4 errors", finished.output);
    }

    void oneMistakeIsOneError()
    {
        TemporaryDirectory directory;
        const auto file = directory.write("authorities.pem", "none");
        const auto finished = run({"--check-config", "--config", "/dev/null", "--set", "plugins.directories=" + _plugins.path().string(),
                                   "--set", "control_plane.endpoint=plane.example", "--set", "control_plane.ca_file=" + file});
        CPPUNIT_ASSERT_EQUAL(1, finished.status);
        ASSERT_HOLDS("--set: control_plane.ca_file: the CA file '" + file + "' holds no certificate; ", finished.output);
        ASSERT_HOLDS("flyte-webhook: 1 error ", finished.output);
        const auto contradicting =
            run({"--check-config", "--config", "/dev/null", "--set", "plugins.directories=" + _plugins.path().string(), "--set",
                 "control_plane.endpoint=https://plane.example", "--set", "control_plane.insecure=true"});
        CPPUNIT_ASSERT_EQUAL(1, contradicting.status);
        ASSERT_HOLDS("--set: control_plane.insecure: 'true' contradicts the endpoint 'https://plane.example'; ", contradicting.output);
        ASSERT_HOLDS("flyte-webhook: 1 error ", contradicting.output);
    }

    void theLogTellsTheAddressThatIsListenedOn()
    {
        Plane plane;
        auto keys = probeKeys(_plugins, plane.address());
        keys["listener.address"] = "0.0.0.0";
        Webhook webhook(keys);
        webhook.program().waitFor("\"address\":\"http://0.0.0.0:" + std::to_string(webhook.port()) + "\"");
    }

    void aPortThatIsTakenStopsTheStartWithItsAddress()
    {
        Plane plane;
        Webhook first(probeKeys(_plugins, plane.address()));
        const auto port = std::to_string(first.port());
        const auto finished = run({"--config", "/dev/null", "--set", "plugins.directories=" + _plugins.path().string(), "--set",
                                   "control_plane.endpoint=plane.example", "--set", "listener.address=127.0.0.1", "--set",
                                   "listener.port=" + port, "--set", "admin.port=0"});
        CPPUNIT_ASSERT_EQUAL(1, finished.status);
        ASSERT_HOLDS("[listener] address, port: 127.0.0.1:" + port +
                         ": Address already in use; write another port, or end what listens there\n",
                     finished.output);
        const auto admin = run({"--config", "/dev/null", "--set", "plugins.directories=" + _plugins.path().string(), "--set",
                                "control_plane.endpoint=plane.example", "--set", "listener.address=127.0.0.1", "--set", "listener.port=0",
                                "--set", "admin.port=" + port});
        ASSERT_HOLDS("[admin] address, port: 127.0.0.1:" + port +
                         ": Address already in use; write another port, or end what listens there\n",
                     admin.output);
    }

    void settingsOfTheCommandLineWinOverTheEnvironmentAndTheFile()
    {
        TemporaryDirectory directory;
        const auto config = directory.write("a.ini", "[listener]\nport = 1\n[webhook]\nname = from-file\n");
        const auto finished =
            runProgram(builtProgram("flyte-webhook"),
                       {"--check-config", "--config", config, "--set", "listener.port=70000", "--set",
                        "control_plane.endpoint=plane.example", "--set", "plugins.directories=" + _plugins.path().string()},
                       {{"FLYTE_WEBHOOK_LISTENER_PORT", "2"}, {"FLYTE_WEBHOOK_WEBHOOK_NAME", "From Environment"}});
        CPPUNIT_ASSERT_EQUAL(1, finished.status);
        ASSERT_HOLDS("70000", finished.output);
        ASSERT_HOLDS("FLYTE_WEBHOOK_WEBHOOK_NAME", finished.output);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StartTest);
