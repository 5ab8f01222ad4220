#include "eventually.h"
#include "sandbox/runs/database.h"
#include "sandbox/triggers/trigger_clock.h"
#include "support/temporary_directory.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

class TriggersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TriggersTest);
    CPPUNIT_TEST(TheTriggersAreThoseOfTheNewestVersions);
    CPPUNIT_TEST(AnActiveOneIsDueAgainAndAgain);
    CPPUNIT_TEST(AnInactiveOneIsNeverDue);
    CPPUNIT_TEST(OnAndOffOutlivesTheProgram);
    CPPUNIT_TEST(AStartThatFailsKeepsNoOtherFromStarting);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;
    TaskSet _tasks = makeTasks();
    Database _database{_folder.path() / "sandbox.db"};
    const TriggerName _fast{"flytesnacks", "development", "t", "fast"}, _slow{"flytesnacks", "development", "t", "slow"};

    TaskSet makeTasks()
    {
        _folder.write("tasks/t.json", R"({"name": "t", "command": ["true"], "versions": [
            {"version": "v1", "triggers": [{"name": "old", "every": "1h"}]},
            {"version": "v2", "triggers": [{"name": "fast", "every": "100ms"}, {"name": "slow", "every": "1h", "active": true}]}]})");
        return TaskSet::load(_folder.path() / "tasks");
    }

    void TheTriggersAreThoseOfTheNewestVersions()
    {
        const Triggers triggers(_tasks, _database);
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), triggers.all().size());
        CPPUNIT_ASSERT_EQUAL(std::string("v2"), triggers.find(_slow)->task.version());
        CPPUNIT_ASSERT(triggers.find(_slow)->state.active && !triggers.find(_fast)->state.active);
        CPPUNIT_ASSERT(!triggers.find({"flytesnacks", "development", "t", "old"}) && !triggers.find({"x", "development", "t", "fast"}));
    }

    void AnActiveOneIsDueAgainAndAgain()
    {
        Triggers triggers(_tasks, _database);
        const auto begin = std::chrono::steady_clock::now();
        triggers.set(_fast, true);
        for (int i = 1; i <= 3; ++i)
        {
            const auto due = triggers.waitForDue();
            CPPUNIT_ASSERT(due && due->size() == 1 && due->at(0).name.name == "fast");
            CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begin >= i * std::chrono::milliseconds(100));
        }
        CPPUNIT_ASSERT(triggers.find(_fast)->state.triggeredAt);
    }

    void AnInactiveOneIsNeverDue()
    {
        Triggers triggers(_tasks, _database);
        std::atomic<int> started{0};
        {
            const TriggerClock clock(triggers, [&](const Trigger&) { ++started; });
            triggers.set(_fast, true);
            eventually("a start", [&] { return started > 0; });
            triggers.set(_fast, false);
        }
        const int count = started;
        const auto revision = triggers.find(_fast)->state.revision;
        triggers.set(_fast, false);
        CPPUNIT_ASSERT(count == started && revision == triggers.find(_fast)->state.revision && revision == 3);
    }

    void OnAndOffOutlivesTheProgram()
    {
        {
            Triggers triggers(_tasks, _database);
            triggers.set(_fast, true);
            triggers.set(_slow, false);
            triggers.set({"flytesnacks", "development", "t", "nope"}, true);
            triggers.waitForDue();
        }
        const Triggers again(_tasks, _database);
        CPPUNIT_ASSERT(again.find(_fast)->state.active && !again.find(_slow)->state.active);
        CPPUNIT_ASSERT(again.find(_fast)->state.triggeredAt && again.find(_fast)->state.revision == 2);
    }

    void AStartThatFailsKeepsNoOtherFromStarting()
    {
        Triggers triggers(_tasks, _database);
        triggers.set(_fast, true);
        std::atomic<int> tried{0};
        const TriggerClock clock(triggers,
                                 [&](const Trigger&)
                                 {
                                     ++tried;
                                     throw std::runtime_error("no more runs");
                                 });
        eventually("a second try", [&] { return tried > 1; });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TriggersTest);

} // namespace
