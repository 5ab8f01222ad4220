#include "access/allow_lists.h"
#include <chrono>
#include <cppunit/extensions/HelperMacros.h>

using flyte_webhook::host::AllowLists;

namespace
{

using Entries = AllowLists::Entries;

bool task(const Entries& entries, std::string_view domain, std::string_view project, std::string_view name)
{
    return AllowLists(entries, {}, {}).permitsTask(domain, project, name);
}

bool app(const Entries& entries, std::string_view name) { return AllowLists({}, entries, {}).permitsApp(name); }

bool trigger(const Entries& entries, std::string_view task, std::string_view name)
{
    return AllowLists({}, {}, entries).permitsTrigger(task, name);
}

Entries list(std::initializer_list<std::string> entries) { return std::vector<std::string>(entries); }

class AllowListsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AllowListsTest);
    CPPUNIT_TEST(WithoutListsEverythingIsPermitted);
    CPPUNIT_TEST(AnEmptyListPermitsNothing);
    CPPUNIT_TEST(OneListDoesNotRestrictTheOthers);
    CPPUNIT_TEST(TasksArePermittedByNameWithoutOrWithWhereTheyAre);
    CPPUNIT_TEST(AppsArePermittedByName);
    CPPUNIT_TEST(TriggersArePermittedByNameWithoutOrWithTheirTask);
    CPPUNIT_TEST(ComparisonIsExact);
    CPPUNIT_TEST(ASlashInsideASegmentMakesNoTwoParts);
    CPPUNIT_TEST(NothingIsAPattern);
    CPPUNIT_TEST(EntriesOfTheWrongShapeAreTold);
    CPPUNIT_TEST(WholeNamesStandForOneThing);
    CPPUNIT_TEST(TenThousandEntriesCostNoMoreThanTen);
    CPPUNIT_TEST_SUITE_END();

    void WithoutListsEverythingIsPermitted()
    {
        const AllowLists none({}, {}, {});
        CPPUNIT_ASSERT(none.permitsTask("d", "p", "n") && none.permitsApp("a") && none.permitsTrigger("t", "x"));
    }

    void AnEmptyListPermitsNothing()
    {
        const AllowLists empty(list({}), list({}), list({}));
        CPPUNIT_ASSERT(!empty.permitsTask("d", "p", "n") && !empty.permitsApp("a") && !empty.permitsTrigger("t", "x"));
        CPPUNIT_ASSERT(!empty.permitsTask("", "", "") && !empty.permitsApp("") && !empty.permitsTrigger("", ""));
    }

    void OneListDoesNotRestrictTheOthers()
    {
        const AllowLists apps({}, list({"a"}), {});
        CPPUNIT_ASSERT(apps.permitsTask("d", "p", "n") && apps.permitsTrigger("t", "x") && apps.permitsApp("a") && !apps.permitsApp("b"));
    }

    void TasksArePermittedByNameWithoutOrWithWhereTheyAre()
    {
        const auto entries = list({"d/p/full", "p/half", "bare"});
        CPPUNIT_ASSERT(task(entries, "d", "p", "full") && !task(entries, "other", "p", "full") && !task(entries, "d", "other", "full"));
        CPPUNIT_ASSERT(task(entries, "d", "p", "half") && task(entries, "other", "p", "half") && !task(entries, "d", "other", "half"));
        CPPUNIT_ASSERT(task(entries, "any", "where", "bare"));
        CPPUNIT_ASSERT(!task(entries, "d", "p", "none") && !task(entries, "d", "p", "p") && !task(entries, "bare", "bare", "x"));
    }

    void AppsArePermittedByName()
    {
        const auto entries = list({"shop", "answers"});
        CPPUNIT_ASSERT(app(entries, "shop") && app(entries, "answers") && !app(entries, "other") && !app(entries, ""));
    }

    void TriggersArePermittedByNameWithoutOrWithTheirTask()
    {
        const auto entries = list({"t/nightly", "weekly run"});
        CPPUNIT_ASSERT(trigger(entries, "t", "nightly") && !trigger(entries, "u", "nightly"));
        CPPUNIT_ASSERT(trigger(entries, "t", "weekly run") && trigger(entries, "u", "weekly run") && !trigger(entries, "weekly run", "x"));
    }

    void ComparisonIsExact()
    {
        const auto entries = list({"d/p/Name", "caf\xC3\xA9"});
        CPPUNIT_ASSERT(!task(entries, "d", "p", "name") && !task(entries, "D", "p", "Name") && !task(entries, "d", "p", "Name "));
        CPPUNIT_ASSERT(!task(entries, "d", "p", "Nam") && !task(entries, "d", "p", "Name2") && !task(entries, "d", "p", "cafe\xCC\x81"));
        CPPUNIT_ASSERT(task(entries, "d", "p", "caf\xC3\xA9"));
    }

    void ASlashInsideASegmentMakesNoTwoParts()
    {
        const auto entries = list({"d/p/n", "q/m"});
        CPPUNIT_ASSERT(!task(entries, "x", "y", "q/m"));
        CPPUNIT_ASSERT(!task(entries, "x", "y", "d/p/n"));
        CPPUNIT_ASSERT(!task(entries, "x", "d/p", "n"));
        CPPUNIT_ASSERT(!task(entries, "d", "p/n", ""));
        CPPUNIT_ASSERT(!app(list({"a"}), "a/") && !trigger(list({"t/x"}), "u", "t/x"));
        CPPUNIT_ASSERT(!task(list({"n"}), "d", "p", std::string_view("n\0", 2)));
    }

    void NothingIsAPattern()
    {
        CPPUNIT_ASSERT(!task(list({"*", "d/*/n", "d/p/*", "?"}), "d", "p", "n"));
        CPPUNIT_ASSERT(task(list({"*"}), "d", "p", "*"));
    }

    void EntriesOfTheWrongShapeAreTold()
    {
        for (const char* entry : {"n", "p/n", "d/p/n", "a b/c.d"}) CPPUNIT_ASSERT_MESSAGE(entry, !AllowLists::taskEntryProblem(entry));
        for (const char* entry : {"", "/", "/n", "n/", "p//n", "a/b/c/d", "//", "///"})
            CPPUNIT_ASSERT_MESSAGE(entry, AllowLists::taskEntryProblem(entry).has_value());
        for (const char* entry : {"", "a/b", "/"}) CPPUNIT_ASSERT_MESSAGE(entry, AllowLists::appEntryProblem(entry).has_value());
        for (const char* entry : {"", "a/b/c", "/a", "a/"})
            CPPUNIT_ASSERT_MESSAGE(entry, AllowLists::triggerEntryProblem(entry).has_value());
        CPPUNIT_ASSERT(!AllowLists::appEntryProblem("a") && !AllowLists::triggerEntryProblem("a") &&
                       !AllowLists::triggerEntryProblem("a/b"));
        CPPUNIT_ASSERT_EQUAL(std::string("has 4 parts; write domain/project/name, project/name or name"),
                             AllowLists::taskEntryProblem("a/b/c/d").value());
        CPPUNIT_ASSERT_EQUAL(std::string("has an empty part; write task_name/trigger_name or trigger_name"),
                             AllowLists::triggerEntryProblem("a/").value());
    }

    /// The best of several rounds, so that a busy machine does not decide.
    static double secondsFor(const AllowLists& lists)
    {
        double best = 1e9;
        for (int round = 0; round < 10; ++round)
        {
            const auto begin = std::chrono::steady_clock::now();
            for (int i = 0; i < 2000; ++i) CPPUNIT_ASSERT(!lists.permitsTask("development", "flytesnacks", "no.such.task"));
            best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
        }
        return best;
    }

    void WholeNamesStandForOneThing()
    {
        using Names = std::vector<std::vector<std::string>>;
        const auto tasks = list({"d/p/b", "p/a", "d/p/a", "a", "d/p/b"});
        CPPUNIT_ASSERT((AllowLists::wholeNames(tasks, 3) == Names{{"d", "p", "b"}, {"d", "p", "a"}}));
        CPPUNIT_ASSERT((AllowLists::wholeNames(tasks, 1) == Names{{"a"}}));
        CPPUNIT_ASSERT(AllowLists::wholeNames({}, 1).empty() && AllowLists::wholeNames(list({}), 1).empty());
    }

    void TenThousandEntriesCostNoMoreThanTen()
    {
        std::vector<std::string> many, few;
        for (int i = 0; i < 10000; ++i) many.push_back("development/flytesnacks/task" + std::to_string(i));
        few.assign(many.begin(), many.begin() + 10);
        const double least = secondsFor(AllowLists(few, {}, {}));
        CPPUNIT_ASSERT(secondsFor(AllowLists(many, {}, {})) < least * 20 + 0.001); // a walk over all would take some hundred times as long
        CPPUNIT_ASSERT(task(many, "development", "flytesnacks", "task9999"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AllowListsTest);

} // namespace
