#include "sandbox/tasks/task_set.h"
#include "sandbox/tasks/type_syntax.h"
#include <cppunit/extensions/HelperMacros.h>
#include <set>

using namespace flyte_webhook::sandbox;

namespace
{

class ShippedTasksTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ShippedTasksTest);
    CPPUNIT_TEST(FiveTasksAreShippedAndEachSaysWhatItDoes);
    CPPUNIT_TEST(TheTasksOfTheSystemHaveTheNamesThatCallersLookFor);
    CPPUNIT_TEST(TheGreetingIntroduces);
    CPPUNIT_TEST(OneTaskHasEveryTypeAsInputAndAsOutput);
    CPPUNIT_TEST_SUITE_END();

    const TaskSet _tasks = TaskSet::load(SHIPPED_TASKS);

    void FiveTasksAreShippedAndEachSaysWhatItDoes()
    {
        CPPUNIT_ASSERT_EQUAL(std::size_t(5), _tasks.newest("flytesnacks", "development").size());
        for (const auto& task : _tasks.all()) CPPUNIT_ASSERT(!task.spec.documentation().short_description().empty());
    }

    void TheTasksOfTheSystemHaveTheNamesThatCallersLookFor()
    {
        const auto tasks = _tasks.newest("system", "production");
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), tasks.size());
        CPPUNIT_ASSERT(tasks[0]->id.name() == "build-image" && tasks[1]->id.name() == "prefetch.hf_model");
    }

    void TheGreetingIntroduces() { CPPUNIT_ASSERT_EQUAL(std::string("hello"), _tasks.introduction().id.name()); }

    void OneTaskHasEveryTypeAsInputAndAsOutput()
    {
        const Task* task = nullptr;
        for (const auto& candidate : _tasks.all())
            if (candidate.id.name() == "values.every_type") task = &candidate;
        CPPUNIT_ASSERT(task);
        const auto& interface = task->spec.task_template().interface();
        std::set<std::string> inputs, outputs;
        for (const auto& entry : interface.inputs().variables()) inputs.insert(typeText(entry.value().type()));
        for (const auto& entry : interface.outputs().variables()) outputs.insert(typeText(entry.value().type()));
        CPPUNIT_ASSERT(inputs == outputs);
        for (const char* type :
             {"integer", "float", "boolean", "string", "datetime", "duration", "none", "struct", "binary", "enum(RED, GREEN, BLUE)",
              "list of integer", "map of list of string", "integer | none", "file(csv)", "folder", "dataset(parquet)", "schema"})
            CPPUNIT_ASSERT_MESSAGE(type, inputs.count(type));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ShippedTasksTest);

} // namespace
