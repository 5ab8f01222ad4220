#include "file_store.h"
#include "support/temporary_directory.h"
#include <algorithm>
#include <chrono>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

using namespace flyte_webhook::sandbox;
using flyte_webhook::test::FileStore;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

NewRun newRun(const std::string& name = {})
{
    NewRun run;
    run.name = {"project", "domain", name};
    run.org = "acme";
    run.task = "task";
    run.version = "v1";
    run.startedBy = "alice";
    run.taskSpec = std::string("spec\0bytes", 10);
    run.inputs = "inputs";
    return run;
}

class RunStoreTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RunStoreTest);
    CPPUNIT_TEST(ARunComesBackAsItWasAccepted);
    CPPUNIT_TEST(RunsAreNamedInASequenceThatPassesOverTakenNames);
    CPPUNIT_TEST(ATakenNameIsRefusedInItsPlaceOnly);
    CPPUNIT_TEST(PhasesGoForwardAndHaveTheirTime);
    CPPUNIT_TEST(TheFirstEndCounts);
    CPPUNIT_TEST(AFailureHasItsError);
    CPPUNIT_TEST(OutputsMayBeEmpty);
    CPPUNIT_TEST(TheNewestComeFirst);
    CPPUNIT_TEST(TheNewestOfATaskAreOfItsPlace);
    CPPUNIT_TEST(UnfinishedRunsFailAndFinishedOnesStay);
    CPPUNIT_TEST(TheNewestCachedRunThatSucceededIsFound);
    CPPUNIT_TEST(UploadedInputsAreKeptUntilTheyAreOld);
    CPPUNIT_TEST(StateOutlivesTheStore);
    CPPUNIT_TEST(NoAcceptedRunIsLostWhenTheProcessIsKilled);
    CPPUNIT_TEST(AStoreThatWasFullGoesOn);
    CPPUNIT_TEST(StateOfAnotherFormatIsRefused);
    CPPUNIT_TEST(WhatCannotBeOpenedIsRefusedSoon);
    CPPUNIT_TEST(StateOfAnEarlierVersionIsBroughtUpToDate);
    CPPUNIT_TEST(StateOfALaterVersionIsRefused);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;
    std::string _file = _folder.path() / "sandbox.db";

    void ARunComesBackAsItWasAccepted()
    {
        FileStore store(_file);
        const Run run = store.create(newRun("mine"));
        const auto found = store.find(RunName{"project", "domain", "mine"});
        CPPUNIT_ASSERT(found && found->number == run.number && found->phase == Phase::queued);
        CPPUNIT_ASSERT(found->org == "acme" && found->task == "task" && found->version == "v1" && found->startedBy == "alice");
        CPPUNIT_ASSERT_EQUAL(std::string("spec\0bytes", 10), found->taskSpec);
        CPPUNIT_ASSERT(found->inputs == "inputs" && found->runSpec.empty() && found->outputs.empty() && !found->error);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), found->phases.size());
        CPPUNIT_ASSERT(!store.find(RunName{"project", "other", "mine"}) && !store.find(run.number + 1));
    }

    void RunsAreNamedInASequenceThatPassesOverTakenNames()
    {
        FileStore store(_file);
        CPPUNIT_ASSERT_EQUAL(std::string("run-1"), store.nextName("project", "domain"));
        CPPUNIT_ASSERT_EQUAL(std::string("run-1"), store.create(newRun()).name.name);
        store.create(newRun("run-2"));
        CPPUNIT_ASSERT_EQUAL(std::string("run-3"), store.nextName("project", "domain"));
        CPPUNIT_ASSERT_EQUAL(std::string("run-3"), store.create(newRun()).name.name);
        CPPUNIT_ASSERT_EQUAL(std::string("run-4"), store.create(newRun()).name.name);
    }

    void ATakenNameIsRefusedInItsPlaceOnly()
    {
        FileStore store(_file);
        store.create(newRun("mine"));
        CPPUNIT_ASSERT_THROW(store.create(newRun("mine")), RunNameTaken);
        NewRun elsewhere = newRun("mine");
        elsewhere.name.domain = "other";
        CPPUNIT_ASSERT_EQUAL(std::string("mine"), store.create(elsewhere).name.name);
    }

    void PhasesGoForwardAndHaveTheirTime()
    {
        FileStore store(_file);
        const auto number = store.create(newRun()).number;
        CPPUNIT_ASSERT(store.advance(number, Phase::initializing) && store.advance(number, Phase::running));
        CPPUNIT_ASSERT(!store.advance(number, Phase::initializing));
        CPPUNIT_ASSERT(store.succeed(number, "outputs"));
        const auto run = store.find(number);
        CPPUNIT_ASSERT_EQUAL(std::string("outputs"), run->outputs);
        CPPUNIT_ASSERT_EQUAL(std::size_t(4), run->phases.size());
        CPPUNIT_ASSERT(std::is_sorted(run->phases.begin(), run->phases.end(),
                                      [](const auto& a, const auto& b) { return a.at < b.at || a.phase < b.phase; }));
    }

    void TheFirstEndCounts()
    {
        FileStore store(_file);
        const auto number = store.create(newRun()).number;
        CPPUNIT_ASSERT(store.abort(number, "too slow", "bob"));
        CPPUNIT_ASSERT(!store.succeed(number, "outputs") && !store.fail(number, Phase::failed, {"error", false}));
        CPPUNIT_ASSERT(!store.abort(number, "again", "carol") && !store.advance(number, Phase::running));
        const auto run = store.find(number);
        CPPUNIT_ASSERT(run->phase == Phase::aborted && run->abortReason == "too slow" && run->abortedBy == "bob");
        CPPUNIT_ASSERT(run->outputs.empty() && !run->error);
    }

    void AFailureHasItsError()
    {
        FileStore store(_file);
        const auto number = store.create(newRun()).number;
        CPPUNIT_ASSERT(store.fail(number, Phase::timedOut, {"too long\nlast line", true}));
        const auto run = store.find(number);
        CPPUNIT_ASSERT(run->phase == Phase::timedOut && run->error && run->error->system);
        CPPUNIT_ASSERT_EQUAL(std::string("too long\nlast line"), run->error->message);
    }

    void OutputsMayBeEmpty()
    {
        FileStore store(_file);
        const auto number = store.create(newRun()).number;
        CPPUNIT_ASSERT(store.succeed(number, ""));
        CPPUNIT_ASSERT(store.find(number)->phase == Phase::succeeded && store.find(number)->outputs.empty());
    }

    void TheNewestComeFirst()
    {
        FileStore store(_file);
        for (int i = 0; i < 5; ++i) store.create(newRun());
        NewRun other = newRun();
        other.task = "other";
        store.create(other);
        const auto rows = store.newest(3);
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), rows.size());
        CPPUNIT_ASSERT(rows[0].name.name == "run-6" && rows[2].name.name == "run-4" && rows[0].task == "other");
    }

    void TheNewestOfATaskAreOfItsPlace()
    {
        FileStore store(_file);
        const TaskName places[] = {{"alpha", "development", "same"},
                                   {"beta", "development", "same"},
                                   {"alpha", "production", "same"},
                                   {"alpha", "development", "other"}};
        for (const auto& place : places)
        {
            NewRun run = newRun();
            run.taskProject = place.project;
            run.taskDomain = place.domain;
            run.task = place.name;
            store.create(run);
            store.create(run);
        }
        for (const auto& place : places)
        {
            const auto rows = store.newest(100, place);
            CPPUNIT_ASSERT_EQUAL(std::size_t(2), rows.size());
            for (const auto& row : rows)
                CPPUNIT_ASSERT(row.taskProject == place.project && row.taskDomain == place.domain && row.task == place.name);
        }
    }

    void UnfinishedRunsFailAndFinishedOnesStay()
    {
        FileStore store(_file);
        const auto queued = store.create(newRun()).number, running = store.create(newRun()).number, done = store.create(newRun()).number;
        store.advance(running, Phase::running);
        store.succeed(done, "outputs");
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), store.failUnfinished({"stopped", true}));
        for (const auto number : {queued, running})
            CPPUNIT_ASSERT(store.find(number)->phase == Phase::failed && store.find(number)->error->message == "stopped");
        CPPUNIT_ASSERT(store.find(done)->phase == Phase::succeeded);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), store.failUnfinished({"stopped", true}));
    }

    void TheNewestCachedRunThatSucceededIsFound()
    {
        FileStore store(_file);
        NewRun cached = newRun();
        cached.cacheKey = "key";
        const auto first = store.create(cached).number, second = store.create(cached).number, third = store.create(cached).number;
        CPPUNIT_ASSERT(!store.cached("key"));
        store.succeed(first, "1");
        store.succeed(second, "2");
        store.fail(third, Phase::failed, {"no", false});
        CPPUNIT_ASSERT_EQUAL(second, store.cached("key")->number);
        CPPUNIT_ASSERT(!store.cached("other"));
    }

    void UploadedInputsAreKeptUntilTheyAreOld()
    {
        FileStore store(_file);
        store.keepInputs("uri", "value");
        store.keepInputs("uri", "value");
        store.keepInputs("empty", "");
        CPPUNIT_ASSERT(store.inputs("uri") == "value" && store.inputs("empty") == "" && !store.inputs("none"));
        store.forgetInputs(currentTime() - std::chrono::hours(1));
        CPPUNIT_ASSERT(store.inputs("uri"));
        store.forgetInputs(currentTime() + std::chrono::hours(1));
        CPPUNIT_ASSERT(!store.inputs("uri"));
    }

    void StateOutlivesTheStore()
    {
        {
            FileStore store(_file);
            const auto number = store.create(newRun()).number;
            store.keepLog(number, "a line\n");
            store.succeed(number, "outputs");
        }
        FileStore again(_file);
        const auto run = again.find(RunName{"project", "domain", "run-1"});
        CPPUNIT_ASSERT(run && run->outputs == "outputs" && run->log == "a line\n");
        CPPUNIT_ASSERT_EQUAL(std::string("run-2"), again.nextName("project", "domain"));
    }

    /// A child accepts runs and tells each one; it is killed in the middle of that.
    void NoAcceptedRunIsLostWhenTheProcessIsKilled()
    {
        int ends[2];
        CPPUNIT_ASSERT_EQUAL(0, ::pipe(ends));
        const pid_t child = ::fork();
        if (child == 0)
        {
            FileStore store(_file);
            for (;;)
            {
                const auto number = store.create(newRun()).number;
                if (::write(ends[1], &number, sizeof number) < 0) ::_exit(1);
            }
        }
        RunNumber told = 0;
        while (told < 20) CPPUNIT_ASSERT_EQUAL(ssize_t(sizeof told), ::read(ends[0], &told, sizeof told));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(ends[1]);
        for (RunNumber next = 0; ::read(ends[0], &next, sizeof next) == ssize_t(sizeof next);) told = next;
        ::close(ends[0]);
        FileStore store(_file);
        for (RunNumber number = 1; number <= told; ++number) CPPUNIT_ASSERT(store.find(number));
    }

    void AStoreThatWasFullGoesOn()
    {
        using namespace Poco::Data::Keywords;
        Database database(_file);
        const auto mayHave = [&](const std::string& pages)
        { database.read([&](Poco::Data::Session& session) { session << "PRAGMA max_page_count = " + pages, now; }); };
        RunStore store(database);
        NewRun large = newRun("large");
        large.inputs.assign(1 << 20, 'x');
        mayHave("1"); // as many as there are
        CPPUNIT_ASSERT_THROW(store.create(large), std::runtime_error);
        CPPUNIT_ASSERT(!store.find(large.name));
        mayHave("100000");
        CPPUNIT_ASSERT_EQUAL(large.inputs, store.create(large).inputs);
    }

    void StateOfAnotherFormatIsRefused()
    {
        const auto file = _folder.path() / "foreign.db";
        _folder.write("foreign.db", "this is no database, but a text that is long enough to be taken for one by nobody at all ......");
        const auto refusal = refusalOf(file);
        CPPUNIT_ASSERT_MESSAGE(refusal, refusal.find("the state in " + file.string() + " cannot be used: ") == 0);
        CPPUNIT_ASSERT_MESSAGE(refusal,
                               refusal.find("file is not a database; choose another folder, or mend what is there") != refusal.npos);
    }

    void WhatCannotBeOpenedIsRefusedSoon()
    {
        const auto folder = _folder.path() / "folder.db";
        std::filesystem::create_directory(folder);
        const auto begin = std::chrono::steady_clock::now();
        const auto refusal = refusalOf(folder);
        CPPUNIT_ASSERT_MESSAGE(refusal, refusal.find("the state in " + folder.string() + " cannot be opened: ") == 0);
        CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30)); // Poco alone tries for 60
    }

    static std::string refusalOf(const std::filesystem::path& file)
    {
        try
        {
            const Database database(file.string());
        }
        catch (const std::runtime_error& e)
        {
            return e.what();
        }
        return "it was not refused";
    }

    void execute(std::initializer_list<const char*> statements)
    {
        Database database(_file);
        database.read(
            [&](Poco::Data::Session& session)
            {
                for (const char* statement : statements) session << statement, Poco::Data::Keywords::now;
            });
    }

    void StateOfAnEarlierVersionIsBroughtUpToDate()
    {
        FileStore(_file).create(newRun("mine"));
        execute({"DROP TABLE apps", "DROP TABLE triggers", "ALTER TABLE runs DROP COLUMN task_project",
                 "ALTER TABLE runs DROP COLUMN task_domain", "PRAGMA user_version = 1"});
        const auto run = FileStore(_file).find(RunName{"project", "domain", "mine"});
        CPPUNIT_ASSERT(run && run->taskProject == "project" && run->taskDomain == "domain");
        execute({"SELECT count(*) FROM apps", "SELECT count(*) FROM triggers"});
    }

    void StateOfALaterVersionIsRefused()
    {
        execute({"PRAGMA user_version = 99"});
        CPPUNIT_ASSERT_THROW(Database{_file}, std::runtime_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RunStoreTest);

} // namespace
