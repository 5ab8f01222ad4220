#include "eventually.h"
#include "sandbox/runs/process.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <poll.h>
#include <sys/wait.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

class ProcessGuardTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ProcessGuardTest);
    CPPUNIT_TEST(AProcessHasItsArgumentsEnvironmentAndFolder);
    CPPUNIT_TEST(ACommandThatCannotStartSaysWhy);
    CPPUNIT_TEST(TheDestructorEndsTheWholeGroup);
    CPPUNIT_TEST(AKilledSandboxLeavesNoProcessBehind);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;
    std::string _pidFile = _folder.path() / "pid";

    /// A shell that waits for a process of its own.
    ProcessSpec family() const
    {
        return {{"sh", "-c", "sleep 1000 & echo $! > \"$1\"; wait", "sh", _pidFile}, {"PATH=/usr/bin:/bin"}, _folder.path()};
    }

    pid_t grandchild() const
    {
        eventually("the shell's own process", [&] { return processIn(_pidFile) != 0; });
        return processIn(_pidFile);
    }

    static std::string readAll(int descriptor)
    {
        std::string text;
        char buffer[256];
        for (;;)
        {
            pollfd source{descriptor, POLLIN, 0};
            CPPUNIT_ASSERT(::poll(&source, 1, 60000) > 0);
            const ssize_t size = ::read(descriptor, buffer, sizeof buffer);
            if (size <= 0) return text;
            text.append(buffer, static_cast<std::size_t>(size));
        }
    }

    void AProcessHasItsArgumentsEnvironmentAndFolder()
    {
        const ProcessGuard guard;
        Process process(
            {{"sh", "-c", "echo \"$1 $A\"; pwd; cat; ls /proc/self/fd", "sh", "a b"}, {"A=x y", "PATH=/usr/bin:/bin"}, _folder.path()},
            guard);
        // ls has the three standard streams, and the folder that it reads
        CPPUNIT_ASSERT_EQUAL("a b x y\n" + _folder.path().string() + "\n0\n1\n2\n3\n", readAll(process.output()));
        CPPUNIT_ASSERT_EQUAL(0, process.wait());
    }

    void ACommandThatCannotStartSaysWhy()
    {
        const ProcessGuard guard;
        const auto reason = [&](std::vector<std::string> arguments, std::string folder)
        {
            try
            {
                Process({std::move(arguments), {}, std::move(folder)}, guard);
            }
            catch (const std::runtime_error& e)
            {
                return std::string(e.what());
            }
            return std::string("started");
        };
        const std::string here = _folder.path();
        CPPUNIT_ASSERT(reason({"no-such-command"}, here).find("there is no such program in /usr/local/sbin:") != std::string::npos);
        CPPUNIT_ASSERT(reason({"/no/such/command"}, here).find("cannot execute it: No such file") != std::string::npos);
        CPPUNIT_ASSERT(reason({"true"}, here + "/none").find("cannot enter its folder") != std::string::npos);
        CPPUNIT_ASSERT(reason({"true", std::string("a\0b", 3)}, here).find("argument 1 would hold a NUL") != std::string::npos);
        CPPUNIT_ASSERT(reason({"true", std::string(1 << 20, 'x')}, here).find("let the command read the input's file") !=
                       std::string::npos);
    }

    void TheDestructorEndsTheWholeGroup()
    {
        const ProcessGuard guard;
        pid_t leader = 0, child = 0;
        {
            Process process(family(), guard);
            leader = process.id();
            child = grandchild();
            CPPUNIT_ASSERT(isAlive(leader) && isAlive(child));
        }
        eventually("the end of the group", [&] { return !isAlive(leader) && !isAlive(child); });
    }

    void AKilledSandboxLeavesNoProcessBehind()
    {
        const pid_t sandbox = ::fork();
        if (sandbox == 0)
        {
            const ProcessGuard guard;
            const Process process(family(), guard);
            for (;;) ::pause();
        }
        const pid_t child = grandchild();
        CPPUNIT_ASSERT(isAlive(child));
        ::kill(sandbox, SIGKILL);
        ::waitpid(sandbox, nullptr, 0);
        eventually("the end of the process", [&] { return !isAlive(child); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProcessGuardTest);

} // namespace
