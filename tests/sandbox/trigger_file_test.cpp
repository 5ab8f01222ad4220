#include "sandbox/tasks/task_reader.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

class TriggerFileTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TriggerFileTest);
    CPPUNIT_TEST(ATriggerIsReadWithItsInputs);
    CPPUNIT_TEST(WhatIsWrongWithATriggerIsTold);
    CPPUNIT_TEST(InputsThatWouldNotDoAreTold);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;

    /// The tasks of a file whose task has those triggers, and what is wrong with them.
    std::pair<std::vector<Task>, std::string> read(const std::string& triggers)
    {
        Problems problems("task.json");
        auto tasks = readTaskFile(_folder.write("task.json", R"({"name": "t", "command": ["true"], "inputs": {"x": "integer",
            "y": {"type": "integer", "default": 7}}, "triggers": )" +
                                                                 triggers + "}"),
                                  problems);
        std::string all;
        for (const auto& problem : problems.texts()) all += problem + "\n";
        return {std::move(tasks), all};
    }

    void ATriggerIsReadWithItsInputs()
    {
        const auto [tasks, told] = read(R"([{"name": "a", "every": "1500ms", "inputs": {"x": 1}},
            {"name": "b", "every": "1h", "inputs": {"x": 2, "y": 3}, "active": true, "description": "hourly"}])");
        CPPUNIT_ASSERT_EQUAL(std::string(), told);
        const auto& triggers = tasks.at(0).triggers;
        CPPUNIT_ASSERT(triggers.at(0).name == "a" && triggers.at(0).every == std::chrono::milliseconds(1500) && !triggers.at(0).active);
        CPPUNIT_ASSERT_EQUAL(7L, static_cast<long>(triggers.at(0).inputs.literals(1).value().scalar().primitive().integer()));
        CPPUNIT_ASSERT(triggers.at(1).active && triggers.at(1).description == "hourly" && triggers.at(1).every == std::chrono::hours(1));
    }

    void WhatIsWrongWithATriggerIsTold()
    {
        const std::string told = read(R"([{"name": "a b", "every": "often", "cron": "* * * * *"}, {"every": "1ms"}])").second;
        for (const char* part :
             {"triggers.name: is needed", "`often` is no period", "triggers.cron: there is no such key", "`1ms` is no period"})
            CPPUNIT_ASSERT_MESSAGE(part + (" in " + told), told.find(part) != std::string::npos);
        CPPUNIT_ASSERT(read(R"({"name": "a"})").second.find("must be a list") != std::string::npos);
        const auto twice = read(R"([{"name": "a", "every": "1s", "inputs": {"x": 1}}, {"name": "a", "every": "2s", "inputs": {"x": 1}}])");
        CPPUNIT_ASSERT(twice.second.find("`a` comes twice") != std::string::npos);
    }

    void InputsThatWouldNotDoAreTold()
    {
        CPPUNIT_ASSERT(read(R"([{"name": "a", "every": "1s"}])").second.find("triggers.inputs: ") != std::string::npos);
        CPPUNIT_ASSERT(read(R"([{"name": "a", "every": "1s", "inputs": {"x": "1"}}])").second.find("integer") != std::string::npos);
        CPPUNIT_ASSERT(read(R"([{"name": "a", "every": "1s", "inputs": [1]}])").second.find("object of inputs") != std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TriggerFileTest);

} // namespace
