#include "client.h"
#include "eventually.h"
#include "running_sandbox.h"
#include "support/temporary_directory.h"
#include "support/web.h"
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>

using namespace flyte_webhook::test;
using flyteidl2::common::ActionPhase;

namespace
{

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class RestartTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RestartTest);
    CPPUNIT_TEST(KilledInTheMiddleNoRunIsLostAndNoProcessLeft);
    CPPUNIT_TEST(AnOrderlyEndStopsRunsAndKeepsState);
    CPPUNIT_TEST(ATemporaryStateIsRemovedAtTheEnd);
    CPPUNIT_TEST(WhatAKilledSandboxLeavesIsRemovedByALaterOne);
    CPPUNIT_TEST(AFolderInUseIsRefused);
    CPPUNIT_TEST(APortInUseIsRefused);
    CPPUNIT_TEST(BadTaskFilesStopTheStart);
    CPPUNIT_TEST(AParentReadsTheAnnouncementAndEndsItByClosingItsInput);
    CPPUNIT_TEST(AChildLeavesCtrlCToItsParentAndEndsWithItsTerminal);
    CPPUNIT_TEST(HelpSaysWhatItIsFor);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;
    const std::string _state = _folder.path() / "state";

    /// A task whose process has one of its own, and tells its id.
    std::vector<std::string> withFamily()
    {
        const std::string child = _folder.path() / "child";
        _folder.write("tasks/family.json",
                      R"({"name": "family", "command": ["sh", "-c", "sleep 1000 & echo $! > ')" + child + R"('; wait"]})");
        _folder.write("tasks/quick.json", R"({"name": "quick", "command": ["true"]})");
        return {"--dir", _state, "--tasks", (_folder.path() / "tasks").string(), "--max-processes", "1"};
    }

    pid_t child() const
    {
        eventually("the command's own process", [&] { return processIn(_folder.path() / "child") != 0; });
        return processIn(_folder.path() / "child");
    }

    void KilledInTheMiddleNoRunIsLostAndNoProcessLeft()
    {
        std::vector<std::string> runs;
        pid_t process = 0;
        {
            RunningSandbox sandbox(withFamily());
            const Client client(sandbox.address());
            runs.push_back(client.run("quick", "{}"));
            client.ended(runs[0]);
            runs.push_back(client.run("family", "{}"));
            process = child();
            runs.push_back(client.run("quick", "{}"));
            sandbox.program.signal(SIGKILL);
            CPPUNIT_ASSERT_EQUAL(128 + SIGKILL, sandbox.program.wait());
        }
        eventually("the end of the command's process", [&] { return !isAlive(process); });
        RunningSandbox again(withFamily());
        const Client client(again.address());
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_SUCCEEDED, client.phase(runs[0]));
        for (const auto& run : {runs[1], runs[2]})
        {
            CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_FAILED, client.phase(run));
            CPPUNIT_ASSERT_EQUAL(std::string("the sandbox stopped"), client.details(run).error_info().message());
            CPPUNIT_ASSERT(contains(fetch(again.consolePort(), "GET", "/v2/domain/development/project/flytesnacks/runs/" + run).body,
                                    "the sandbox stopped"));
        }
        CPPUNIT_ASSERT_EQUAL(std::string("run-4"), client.run("quick", "{}"));
        again.program.waitFor("/run/run-4/io");
    }

    void AnOrderlyEndStopsRunsAndKeepsState()
    {
        {
            RunningSandbox sandbox(withFamily());
            const Client client(sandbox.address());
            client.run("family", "{}");
            const pid_t process = child();
            sandbox.program.signal(SIGTERM);
            CPPUNIT_ASSERT_EQUAL(0, sandbox.program.wait());
            eventually("the end of the process", [&] { return !isAlive(process); });
        }
        RunningSandbox again(withFamily());
        CPPUNIT_ASSERT_EQUAL(std::string("the sandbox stopped"), Client(again.address()).details("run-1").error_info().message());
    }

    void ATemporaryStateIsRemovedAtTheEnd()
    {
        RunningSandbox sandbox;
        const Client client(sandbox.address());
        client.ended(client.run("hello", "{}"));
        CPPUNIT_ASSERT(!std::filesystem::is_empty(sandbox.temporary.path()));
        sandbox.program.signal(SIGINT);
        CPPUNIT_ASSERT_EQUAL(0, sandbox.program.wait());
        CPPUNIT_ASSERT(std::filesystem::is_empty(sandbox.temporary.path()));
    }

    /// Makes a folder that looks as a sandbox's of two minutes ago does.
    std::filesystem::path oldState(const std::string& name)
    {
        _folder.write("temporary/" + name + "/runs/1", "left");
        _folder.write("temporary/" + name + "/temporary", "");
        const auto lock = _folder.write("temporary/" + name + "/lock", "");
        std::filesystem::last_write_time(lock, std::filesystem::file_time_type::clock::now() - std::chrono::minutes(2));
        return _folder.path() / "temporary" / name;
    }

    void WhatAKilledSandboxLeavesIsRemovedByALaterOne()
    {
        const auto left = oldState("flyte-webhook-sandbox-aaaaaa"), alive = oldState("flyte-webhook-sandbox-bbbbbb"),
                   another = oldState("flyte-webhook-sandbox-long-name"), unlocked = oldState("flyte-webhook-sandbox-cccccc"),
                   young = oldState("flyte-webhook-sandbox-dddddd"), chosen = oldState("flyte-webhook-sandbox-backup"),
                   elsewhere = oldState("elsewhere");
        std::filesystem::remove(unlocked / "lock");
        std::filesystem::remove(chosen / "temporary"); // by --dir
        std::filesystem::last_write_time(young / "lock", std::filesystem::file_time_type::clock::now());
        std::filesystem::create_directory_symlink(elsewhere, _folder.path() / "temporary/flyte-webhook-sandbox-eeeeee");
        std::filesystem::create_directory_symlink(elsewhere, left / "link");
        const int lock = ::open((alive / "lock").c_str(), O_RDWR | O_CLOEXEC);
        CPPUNIT_ASSERT(lock >= 0 && ::flock(lock, LOCK_EX) == 0);
        Program sandbox(builtProgram("flyte-webhook-sandbox"), {}, {{"TMPDIR", (_folder.path() / "temporary").string()}});
        sandbox.waitFor("\nready\n");
        ::close(lock);
        sandbox.waitFor("removed " + left.string());
        CPPUNIT_ASSERT(!std::filesystem::exists(left));
        for (const auto& kept : {alive, another, unlocked, young, chosen, elsewhere})
            CPPUNIT_ASSERT(std::filesystem::exists(kept / "runs/1"));
        sandbox.signal(SIGTERM);
        CPPUNIT_ASSERT_EQUAL(0, sandbox.wait());
    }

    void AFolderInUseIsRefused()
    {
        RunningSandbox sandbox({"--dir", _state});
        const auto second = runProgram(builtProgram("flyte-webhook-sandbox"), {"--dir", _state});
        CPPUNIT_ASSERT_EQUAL(1, second.status);
        CPPUNIT_ASSERT(contains(second.output, _state) && contains(second.output, "in use by another sandbox"));
    }

    void APortInUseIsRefused()
    {
        RunningSandbox sandbox;
        const std::string address = sandbox.address();
        const auto grpc = runProgram(builtProgram("flyte-webhook-sandbox"), {"--grpc-port", address.substr(address.find(':') + 1)});
        CPPUNIT_ASSERT(grpc.status == 1 && contains(grpc.output, "cannot listen on " + address));
        const auto http = runProgram(builtProgram("flyte-webhook-sandbox"), {"--http-port", std::to_string(sandbox.consolePort())});
        CPPUNIT_ASSERT(http.status == 1 && contains(http.output, "for the pages"));
    }

    void BadTaskFilesStopTheStart()
    {
        _folder.write("bad/a.json", R"({"name": "a"})");
        _folder.write("bad/b.json", R"({"name": "b", "command": ["true"], "inputs": {"x": "number"}})");
        const auto ended = runProgram(builtProgram("flyte-webhook-sandbox"), {"--tasks", _folder.path() / "bad"});
        CPPUNIT_ASSERT_EQUAL(1, ended.status);
        CPPUNIT_ASSERT(contains(ended.output, "a.json: command: is missing") &&
                       contains(ended.output, "b.json: inputs.x: `number` is no type"));
    }

    void AParentReadsTheAnnouncementAndEndsItByClosingItsInput()
    {
        Poco::Pipe input, output;
        const auto process = Poco::Process::launch(builtProgram("flyte-webhook-sandbox"), {"--until-eof"}, &input, &output, nullptr);
        Poco::PipeInputStream lines(output);
        std::string line;
        for (const char* begin : {"grpc 127.0.0.1:", "console http://127.0.0.1:", "hint curl ", "hint curl ", "hint sleep 1; curl "})
        {
            CPPUNIT_ASSERT(std::getline(lines, line));
            CPPUNIT_ASSERT_EQUAL(std::string(begin), line.substr(0, std::string(begin).size()));
            CPPUNIT_ASSERT(line.compare(0, 4, "hint") != 0 || contains(line, "{webhook}/"));
        }
        CPPUNIT_ASSERT(std::getline(lines, line) && line == "ready");
        input.close();
        CPPUNIT_ASSERT(!std::getline(lines, line));
        CPPUNIT_ASSERT_EQUAL(0, process.wait());
    }

    void AChildLeavesCtrlCToItsParentAndEndsWithItsTerminal()
    {
        Poco::Pipe input, output;
        const auto process = Poco::Process::launch(builtProgram("flyte-webhook-sandbox"), {"--until-eof"}, &input, &output, nullptr);
        Poco::PipeInputStream lines(output);
        std::string address, line;
        std::getline(lines, address);
        while (line != "ready") CPPUNIT_ASSERT(std::getline(lines, line));
        CPPUNIT_ASSERT_EQUAL(0, ::kill(process.id(), SIGINT));
        const Client client(address.substr(5));
        for (int i = 0; i < 3; ++i) client.ended(client.run("hello", "{}"));
        CPPUNIT_ASSERT_EQUAL(0, ::kill(process.id(), SIGHUP));
        CPPUNIT_ASSERT(!std::getline(lines, line));
        CPPUNIT_ASSERT_EQUAL(0, process.wait());
    }

    void HelpSaysWhatItIsFor()
    {
        const auto help = runProgram(builtProgram("flyte-webhook-sandbox"), {"--help"});
        CPPUNIT_ASSERT(help.status == 0 && contains(help.output, "not for production") && contains(help.output, "--until-eof"));
        const auto version = runProgram(builtProgram("flyte-webhook-sandbox"), {"--version"});
        CPPUNIT_ASSERT(version.status == 0 && contains(version.output, "flyte-webhook-sandbox "));
        CPPUNIT_ASSERT_EQUAL(2, runProgram(builtProgram("flyte-webhook-sandbox"), {"--nope"}).status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RestartTest);

} // namespace
