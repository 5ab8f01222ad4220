#include "eventually.h"
#include "sandbox/apps/app_set.h"
#include "sandbox/apps/apps.h"
#include "sandbox/apps/local_port.h"
#include "sandbox/runs/database.h"
#include "support/program.h"
#include "support/temporary_directory.h"
#include "support/web.h"
#include <Poco/Net/ServerSocket.h>
#include <cppunit/extensions/HelperMacros.h>
#include <fstream>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

class AppsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppsTest);
    CPPUNIT_TEST(AnAppThatWasNeverStartedHasAnAddressButDoesNotRun);
    CPPUNIT_TEST(WhoAsksForAnyPortDoesNotGetThatOfAnApp);
    CPPUNIT_TEST(AStartedAppIsActiveWhenItListens);
    CPPUNIT_TEST(AStoppedAppRunsNoMore);
    CPPUNIT_TEST(AnAppThatIgnoresTheRequestToEndIsKilled);
    CPPUNIT_TEST(ADeadAppHasFailedWithItsReasonAndCanBeStartedAgain);
    CPPUNIT_TEST(AnAppThatNeverListensHasFailedAndIsEnded);
    CPPUNIT_TEST(ACommandThatCannotBeStartedHasFailed);
    CPPUNIT_TEST(StoppedWhileItStartsItIsStopped);
    CPPUNIT_TEST(StartedWhileItEndsItIsStartedAgain);
    CPPUNIT_TEST(AnUpdateOfAnotherRevisionIsRefused);
    CPPUNIT_TEST(WantingWhatIsSoChangesNothing);
    CPPUNIT_TEST(AStartedAppIsStartedAgainAfterARestart);
    CPPUNIT_TEST(ATakenPortIsGivenUp);
    CPPUNIT_TEST(ItsEnvironmentIsClean);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;
    ProcessGuard _guard;
    std::unique_ptr<Database> _database;
    std::unique_ptr<Apps> _apps;

    /// The sandbox's one app, "a", with that command; what was there before has ended.
    Apps::Entry& app(const std::string& command, const std::string& more = {})
    {
        _folder.write("apps/a.json", R"({"name": "a", "command": [)" + command + "]" + more + "}");
        _apps.reset();
        _database.reset();
        _database = std::make_unique<Database>(_folder.path() / "sandbox.db");
        _apps = std::make_unique<Apps>(loadApps(_folder.path() / "apps"), *_database, _guard, _folder.path());
        return *_apps->find({"flytesnacks", "development", "a"});
    }

    static std::string echo(const std::string& delay = {})
    {
        return "\"" + builtProgram("flyte-webhook-sandbox") + "\", \"--echo-app\"" + (delay.empty() ? "" : ", \"" + delay + "\"");
    }

    static void want(Apps::Entry& app, bool started) { app.want(started, app.state().wish.revision, "alice", "because"); }

    static void await(const Apps::Entry& app, AppPhase phase)
    {
        eventually(phaseName(phase), [&] { return app.state().phase() == phase; });
    }

    static std::string phases(const Apps::Entry& app)
    {
        std::string text;
        for (const auto& condition : app.state().conditions) text += std::string(text.empty() ? "" : " ") + phaseName(condition.phase);
        return text;
    }

    void AnAppThatWasNeverStartedHasAnAddressButDoesNotRun()
    {
        const auto& idle = app(echo());
        CPPUNIT_ASSERT_EQUAL(std::string("unassigned"), phases(idle));
        CPPUNIT_ASSERT(idle.state().wish.port != 0 && !isListening(idle.state().wish.port));
        CPPUNIT_ASSERT_EQUAL("http://127.0.0.1:" + std::to_string(idle.state().wish.port), addressOf(idle.state()));
    }

    void WhoAsksForAnyPortDoesNotGetThatOfAnApp()
    {
        unsigned first = 0;
        std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> first;
        const unsigned port = app(echo()).state().wish.port;
        CPPUNIT_ASSERT(first != 0 && (port < first || first <= 20000)); // the system may leave no room below
    }

    void AStartedAppIsActiveWhenItListens()
    {
        auto& late = app(echo("100ms"));
        want(late, true);
        await(late, AppPhase::active);
        CPPUNIT_ASSERT_EQUAL(std::string("unassigned pending deploying active"), phases(late));
        const auto state = late.state();
        CPPUNIT_ASSERT(state.conditions.at(1).actor == "alice" && state.conditions.at(1).message == "because");
        CPPUNIT_ASSERT_EQUAL(200, fetch(state.wish.port, "GET", "/").status);
        eventually("its log", [&] { return late.state().log.find("listening on port") != std::string::npos; });
    }

    void AStoppedAppRunsNoMore()
    {
        auto& running = app(echo());
        want(running, true);
        await(running, AppPhase::active);
        want(running, false);
        await(running, AppPhase::stopped);
        CPPUNIT_ASSERT_EQUAL(std::string("unassigned pending deploying active stopping stopped"), phases(running));
        CPPUNIT_ASSERT(!isListening(running.state().wish.port));
    }

    void AnAppThatIgnoresTheRequestToEndIsKilled()
    {
        auto& stubborn = app(R"("sh", "-c", "trap '' TERM; echo $$ > process; while :; do sleep 1; done")");
        want(stubborn, true);
        const std::string file = _folder.path() / "apps/flytesnacks/development/a/process";
        eventually("its process", [&] { return processIn(file) != 0; });
        want(stubborn, false);
        await(stubborn, AppPhase::stopped);
        CPPUNIT_ASSERT(!isAlive(processIn(file)));
    }

    void ADeadAppHasFailedWithItsReasonAndCanBeStartedAgain()
    {
        auto& dying = app(R"("sh", "-c", "echo no disk >&2; test -e fixed || exit 3; exec \"$@\"", "sh", )" + echo());
        want(dying, true);
        await(dying, AppPhase::failed);
        const std::string reason = dying.state().conditions.back().message;
        CPPUNIT_ASSERT(reason.find("status 3") != std::string::npos && reason.find("no disk") != std::string::npos);
        _folder.write("apps/flytesnacks/development/a/fixed", "");
        want(dying, true);
        await(dying, AppPhase::active);
    }

    void AnAppThatNeverListensHasFailedAndIsEnded()
    {
        auto& silent = app(R"("sh", "-c", "echo $$ > process; exec sleep 600")", R"(, "start_timeout": "200ms")");
        want(silent, true);
        await(silent, AppPhase::failed);
        CPPUNIT_ASSERT(silent.state().conditions.back().message.find("did not listen") != std::string::npos);
        const pid_t process = processIn(_folder.path() / "apps/flytesnacks/development/a/process");
        eventually("its end", [&] { return !isAlive(process); });
        want(silent, false);
        await(silent, AppPhase::stopped);
        CPPUNIT_ASSERT_EQUAL(std::string("unassigned pending deploying failed stopping stopped"), phases(silent));
    }

    void ACommandThatCannotBeStartedHasFailed()
    {
        auto& nothing = app(R"("no-such-program-anywhere")");
        want(nothing, true);
        await(nothing, AppPhase::failed);
        CPPUNIT_ASSERT(nothing.state().conditions.back().message.find("no such program") != std::string::npos);
    }

    void StoppedWhileItStartsItIsStopped()
    {
        auto& slow = app(echo("10m"));
        want(slow, true);
        await(slow, AppPhase::deploying);
        want(slow, false);
        await(slow, AppPhase::stopped);
        CPPUNIT_ASSERT_EQUAL(std::string("unassigned pending deploying stopping stopped"), phases(slow));
    }

    void StartedWhileItEndsItIsStartedAgain()
    {
        auto& quick = app(echo());
        want(quick, true);
        await(quick, AppPhase::active);
        want(quick, false);
        want(quick, true);
        await(quick, AppPhase::active);
        const std::string begin = "unassigned pending deploying active stopping pending ";
        CPPUNIT_ASSERT_EQUAL(begin, phases(quick).substr(0, begin.size()));
        CPPUNIT_ASSERT_EQUAL(200, fetch(quick.state().wish.port, "GET", "/").status);
    }

    void AnUpdateOfAnotherRevisionIsRefused()
    {
        auto& echoing = app(echo());
        want(echoing, true);
        CPPUNIT_ASSERT_THROW(echoing.want(false, 0, "bob", ""), AppChangedMeanwhile);
        CPPUNIT_ASSERT(echoing.state().wish.started && echoing.state().wish.revision == 1);
    }

    void WantingWhatIsSoChangesNothing()
    {
        auto& echoing = app(echo());
        want(echoing, false);
        CPPUNIT_ASSERT_EQUAL(std::string("unassigned"), phases(echoing));
        want(echoing, true);
        await(echoing, AppPhase::active);
        want(echoing, true);
        CPPUNIT_ASSERT_EQUAL(std::string("unassigned pending deploying active"), phases(echoing));
        CPPUNIT_ASSERT_EQUAL(std::uint64_t(3), echoing.state().wish.revision);
    }

    void AStartedAppIsStartedAgainAfterARestart()
    {
        auto& before = app(echo());
        want(before, true);
        await(before, AppPhase::active);
        auto& after = app(echo());
        CPPUNIT_ASSERT(after.state().wish.started && after.state().wish.revision == 1);
        await(after, AppPhase::active);
        want(after, false);
        await(after, AppPhase::stopped);
        CPPUNIT_ASSERT_EQUAL(std::string("stopped"), phases(app(echo())));
    }

    void ATakenPortIsGivenUp()
    {
        auto& echoing = app(echo());
        const Poco::Net::ServerSocket thief(Poco::Net::SocketAddress("127.0.0.1", echoing.state().wish.port));
        want(echoing, true);
        await(echoing, AppPhase::active);
        CPPUNIT_ASSERT(echoing.state().wish.port != thief.address().port());
        CPPUNIT_ASSERT_EQUAL(200, fetch(echoing.state().wish.port, "GET", "/").status);
    }

    void ItsEnvironmentIsClean()
    {
        auto& telling = app(R"("sh", "-c", "env; exit 1")");
        want(telling, true);
        await(telling, AppPhase::failed);
        const std::string log = telling.state().log;
        CPPUNIT_ASSERT(log.find("PORT=" + std::to_string(telling.state().wish.port)) != std::string::npos);
        for (const char* name : {"USER=", "LD_", "SHLVL="}) CPPUNIT_ASSERT_MESSAGE(log, log.find(name) == std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppsTest);

} // namespace
