#include "http/tls_files.h"
#include "integration/fixture.h"
#include "integration/sandboxed.h"
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>

using namespace flyte_webhook::test;

/// flyte-webhook --sandbox
class SandboxTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SandboxTest);
    CPPUNIT_TEST(theCommandsThatAreShownReallyWork);
    CPPUNIT_TEST(itsStateOutlivesARestart);
    CPPUNIT_TEST(onlyThisMachineSeesItUnlessToldOtherwise);
    CPPUNIT_TEST(overHttpsTheyTrustItsCertificate);
    CPPUNIT_TEST(theServerEndsWhenItsControlPlaneDies);
    CPPUNIT_TEST_SUITE_END();

    void theCommandsThatAreShownReallyWork()
    {
        Sandboxed sandboxed;
        const auto commands = sandboxed.commands();
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, commands.size());
        std::string all;
        for (const auto& command : commands) all += command + "\necho\n";
        const auto finished = runProgram("/bin/sh", {"-c", all});
        CPPUNIT_ASSERT_EQUAL(0, finished.status);
        ASSERT_HOLDS(R"({"subject":"alice","name":"alice"})", finished.output);
        ASSERT_HOLDS(R"("url":"http://127.0.0.1:)", finished.output);
        ASSERT_HOLDS(R"("outputs":{)", finished.output);
        sandboxed.program->signal(SIGINT);
        CPPUNIT_ASSERT_EQUAL(0, sandboxed.program->wait());
    }

    void overHttpsTheyTrustItsCertificate()
    {
        const flyte_webhook::host::TlsFiles files;
        Sandboxed sandboxed({"--set", "listener.tls_certificate=" + files.certificate, "--set", "listener.tls_key=" + files.key});
        std::istringstream shown(sandboxed.program->output());
        std::string all;
        for (std::string line; std::getline(shown, line);)
            if (line.compare(0, 2, "  ") == 0) all += line + "\necho\n";
        ASSERT_HOLDS("https://127.0.0.1:", all);
        ASSERT_HOLDS(R"({"subject":"alice","name":"alice"})", runProgram("/bin/sh", {"-c", all}).output);
    }

    void itsStateOutlivesARestart()
    {
        TemporaryDirectory directory;
        const std::vector<std::string> arguments{"--sandbox-dir", directory.path().string()};
        std::string ask;
        {
            Sandboxed first(arguments);
            const auto commands = first.commands();
            ASSERT_HOLDS("outputs", runProgram("/bin/sh", {"-c", commands[1] + "\n" + commands[2]}).output);
            ask = commands[2].substr(commands[2].find("/run/"));
            ask.erase(ask.find_last_not_of("' ") + 1);
            first.program->signal(SIGTERM);
            CPPUNIT_ASSERT_EQUAL(0, first.program->wait());
        }
        Sandboxed second(arguments);
        const auto me = second.commands()[0];
        const auto begin = me.find("http://127.0.0.1:");
        const auto base = me.substr(begin, me.find('/', begin + 7) - begin);
        ASSERT_HOLDS(R"("outputs":{)", runProgram("/bin/sh", {"-c", "curl -s -H 'Authorization: Bearer alice' " + base + ask}).output);
    }

    void onlyThisMachineSeesItUnlessToldOtherwise()
    {
        TemporaryDirectory directory;
        Sandboxed alone({"--config", directory.write("some.ini", "[webhook]\nname = mine\n")});
        ASSERT_HOLDS("\"address\":\"http://127.0.0.1:" + std::to_string(alone.port()) + "\"", alone.program->waitFor("\"address\":"));
        Sandboxed open({"--set", "listener.address=0.0.0.0"});
        ASSERT_HOLDS("\"address\":\"http://0.0.0.0:" + std::to_string(open.port()) + "\"", open.program->waitFor("\"address\":"));
    }

    void theServerEndsWhenItsControlPlaneDies()
    {
        TemporaryDirectory directory; // what is killed does not remove a temporary one of its own
        Sandboxed sandboxed({"--sandbox-dir", directory.path().string()});
        const auto found = runProgram("/bin/sh", {"-c", "cat /proc/" + std::to_string(sandboxed.program->pid()) + "/task/*/children"});
        const auto child = std::stoi(found.output);
        ::kill(child, SIGKILL);
        CPPUNIT_ASSERT_EQUAL(1, sandboxed.program->wait());
        ASSERT_HOLDS("embedded control plane has ended", sandboxed.program->output());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SandboxTest);
