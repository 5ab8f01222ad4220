#include "sandbox/tasks/task_reader.h"
#include "sandbox/tasks/task_set.h"
#include "sandbox/tasks/type_syntax.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>
#include <filesystem>
#include <flyteidl2/task/common.pb.h>
#include <sys/stat.h>

using namespace flyte_webhook::sandbox;
using flyte_webhook::test::TemporaryDirectory;

namespace
{

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class TaskFileTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TaskFileTest);
    CPPUNIT_TEST(AShortFileHasTheUsualPlaceAndVersion);
    CPPUNIT_TEST(InputsKeepTheirOrderTypesAndDefaults);
    CPPUNIT_TEST(SecretsCacheAndTimeoutAreRead);
    CPPUNIT_TEST(ACacheMayDecideByItself);
    CPPUNIT_TEST(TheTasksFolderIsPutIntoTheCommand);
    CPPUNIT_TEST(ALaterVersionIsNewerAndMayDiffer);
    CPPUNIT_TEST(EveryProblemOfAFileIsToldAtOnce);
    CPPUNIT_TEST(ProblemsOfAllFilesAreToldAtOnce);
    CPPUNIT_TEST(NoJsonIsToldWithItsLine);
    CPPUNIT_TEST(WhatIsNoFileIsToldWithTheReasonAndKeepsNobodyWaiting);
    CPPUNIT_TEST(ADefaultOfAnotherTypeIsTold);
    CPPUNIT_TEST(AnExampleThatWouldNotDoIsTold);
    CPPUNIT_TEST(ATaskThatIsDeclaredTwiceIsTold);
    CPPUNIT_TEST(AnEmptyFolderIsTold);
    CPPUNIT_TEST(TheFirstExampleIntroduces);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;

    std::vector<Task> read(const std::string& text)
    {
        Problems problems("file");
        auto tasks = readTaskFile(_folder.write("task.json", text), problems);
        for (const auto& problem : problems.texts()) CPPUNIT_FAIL(problem);
        return tasks;
    }

    std::string problemsOf(const std::string& text)
    {
        Problems problems("task.json");
        readTaskFile(_folder.write("task.json", text), problems);
        std::string all;
        for (const auto& problem : problems.texts()) all += problem + "\n";
        return all;
    }

    std::string loadProblem()
    {
        try
        {
            TaskSet::load(_folder.path().string());
        }
        catch (const BadTaskFiles& e)
        {
            return e.what();
        }
        return "accepted";
    }

    void AShortFileHasTheUsualPlaceAndVersion()
    {
        const auto tasks = read(R"({"name": "env.small", "command": ["true"]})");
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), tasks.size());
        const auto& id = tasks[0].id;
        CPPUNIT_ASSERT(id.project() == "flytesnacks" && id.domain() == "development" && id.name() == "env.small" && id.version() == "v1");
        CPPUNIT_ASSERT_EQUAL(std::string("small"), tasks[0].spec.short_name());
        CPPUNIT_ASSERT_EQUAL(std::string("env"), tasks[0].spec.environment().name());
        CPPUNIT_ASSERT_EQUAL(std::string("raw-container"), tasks[0].spec.task_template().type());
        CPPUNIT_ASSERT(!tasks[0].spec.task_template().metadata().discoverable());
    }

    void InputsKeepTheirOrderTypesAndDefaults()
    {
        const auto tasks = read(R"({"name": "t", "command": ["echo", "{{.inputs.z}}"], "inputs": {"z": "integer",
            "a": {"type": "list of string", "default": ["x"], "description": "words"}}, "outputs": {"o": {"type": "float"}}})");
        const auto& interface = tasks[0].spec.task_template().interface();
        CPPUNIT_ASSERT_EQUAL(std::string("z"), interface.inputs().variables(0).key());
        CPPUNIT_ASSERT_EQUAL(std::string("a"), interface.inputs().variables(1).key());
        CPPUNIT_ASSERT_EQUAL(std::string("words"), interface.inputs().variables(1).value().description());
        CPPUNIT_ASSERT_EQUAL(std::string("float"), typeText(interface.outputs().variables(0).value().type()));
        CPPUNIT_ASSERT_EQUAL(1, tasks[0].spec.default_inputs_size());
        const auto& parameter = tasks[0].spec.default_inputs(0);
        CPPUNIT_ASSERT_EQUAL(std::string("a"), parameter.name());
        CPPUNIT_ASSERT_EQUAL(std::string("x"),
                             parameter.parameter().default_().collection().literals(0).scalar().primitive().string_value());
    }

    void SecretsCacheAndTimeoutAreRead()
    {
        const auto tasks = read(R"({"name": "t", "command": ["true"], "inputs": {"x": "integer"}, "timeout": "1500ms",
            "secrets": ["API_TOKEN", {"key": "password", "group": "db"}, {"key": "k", "env": "OTHER"}],
            "cache": {"version": "c1", "serialize": true, "ignore": ["x"]}})");
        const auto& task = tasks[0].spec.task_template();
        CPPUNIT_ASSERT_EQUAL(std::string("API_TOKEN"), task.security_context().secrets(0).env_var());
        CPPUNIT_ASSERT_EQUAL(std::string("DB_PASSWORD"), task.security_context().secrets(1).env_var());
        CPPUNIT_ASSERT_EQUAL(std::string("OTHER"), task.security_context().secrets(2).env_var());
        CPPUNIT_ASSERT(task.metadata().discoverable() && task.metadata().cache_serializable());
        CPPUNIT_ASSERT_EQUAL(std::string("c1"), task.metadata().discovery_version());
        CPPUNIT_ASSERT_EQUAL(std::string("x"), task.metadata().cache_ignore_input_vars(0));
        CPPUNIT_ASSERT_EQUAL(std::int64_t(1), task.metadata().timeout().seconds());
        CPPUNIT_ASSERT_EQUAL(500'000'000, task.metadata().timeout().nanos());
    }

    void ACacheMayDecideByItself()
    {
        const auto tasks = read(R"({"name": "t", "command": ["true"], "cache": "auto"})");
        CPPUNIT_ASSERT(tasks[0].spec.task_template().metadata().discoverable());
        CPPUNIT_ASSERT(tasks[0].spec.task_template().metadata().discovery_version().empty());
    }

    void TheTasksFolderIsPutIntoTheCommand()
    {
        const auto tasks = read(R"({"name": "t", "command": ["sh", "{{.taskPrefix}}/t.sh", "{{.outputPrefix}}"]})");
        const auto& command = tasks[0].spec.task_template().container().command();
        CPPUNIT_ASSERT_EQUAL(_folder.path().string() + "/t.sh", command[1]);
        CPPUNIT_ASSERT_EQUAL(std::string("{{.outputPrefix}}"), command[2]);
    }

    void ALaterVersionIsNewerAndMayDiffer()
    {
        _folder.write("task.json", R"({"name": "t", "command": ["true"], "inputs": {"x": "integer"},
            "versions": ["v9", {"version": "v10", "inputs": {"y": "string"}}, {"version": "v2", "command": ["false"]}]})");
        const auto tasks = TaskSet::load(_folder.path().string());
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), tasks.all().size());
        const auto newest = tasks.newest("flytesnacks", "development");
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), newest.size());
        CPPUNIT_ASSERT_EQUAL(std::string("v2"), newest[0]->id.version());
        CPPUNIT_ASSERT_EQUAL(std::string("false"), newest[0]->spec.task_template().container().command(0));
        CPPUNIT_ASSERT_EQUAL(std::string("y"), tasks.all()[1].spec.task_template().interface().inputs().variables(0).key());
    }

    void EveryProblemOfAFileIsToldAtOnce()
    {
        const std::string problems = problemsOf(R"({"name": "a b", "comand": ["true"], "inputs": {"1x": "integer", "y": "number"},
            "timeout": "soon", "secrets": [1], "cache": "sometimes", "command": ["echo", "{{.inputs.no}}"]})");
        for (const char* part :
             {"task.json: name: ", "task.json: comand: there is no such key; known are project", "inputs.1x", "inputs.y",
              "there is no type `number`", "timeout: `soon` is no duration", "secrets", "cache: must be", "has no input `no`"})
            CPPUNIT_ASSERT_MESSAGE(part + (" is missing in\n" + problems), contains(problems, part));
        CPPUNIT_ASSERT(contains(problemsOf(R"({"name": "t"})"), "command: is missing"));
        CPPUNIT_ASSERT(contains(problemsOf(R"({"command": ["true"]})"), "name: is missing"));
        CPPUNIT_ASSERT(contains(problemsOf("[]"), "must be an object"));
        CPPUNIT_ASSERT(contains(problemsOf(R"({"name": "t", "command": ["true"], "versions": []})"), "versions"));
    }

    void ProblemsOfAllFilesAreToldAtOnce()
    {
        _folder.write("a.json", R"({"name": "a"})");
        _folder.write("b.json", R"({"command": ["true"]})");
        _folder.write("not-a-task.txt", "{");
        const std::string problem = loadProblem();
        CPPUNIT_ASSERT(contains(problem, "a.json: command: is missing"));
        CPPUNIT_ASSERT(contains(problem, "b.json: name: is missing"));
        CPPUNIT_ASSERT(!contains(problem, "not-a-task"));
    }

    void NoJsonIsToldWithItsLine()
    {
        CPPUNIT_ASSERT(contains(problemsOf("{\n  \"name\": \"t\",\n  oops\n}"), "task.json: line 3: no JSON"));
    }

    void WhatIsNoFileIsToldWithTheReasonAndKeepsNobodyWaiting()
    {
        std::filesystem::create_directory(_folder.path() / "folder.json");
        std::filesystem::create_symlink("loop.json", _folder.path() / "loop.json");
        CPPUNIT_ASSERT_EQUAL(0, ::mkfifo((_folder.path() / "pipe.json").c_str(), 0600));
        const auto problem = loadProblem();
        for (const char* part : {"folder.json: cannot be read: Is a directory", "loop.json: cannot be read: Too many levels",
                                 "pipe.json: cannot be read: it is no file"})
            CPPUNIT_ASSERT_MESSAGE(problem, contains(problem, part));
    }

    void ADefaultOfAnotherTypeIsTold()
    {
        const auto problems =
            problemsOf(R"({"name": "t", "command": ["true"], "inputs": {"x": {"type": "list of integer", "default": [1, "2"]}}})");
        CPPUNIT_ASSERT_MESSAGE(problems, contains(problems, "task.json: inputs.x.default: ") && contains(problems, "x[1]"));
    }

    void AnExampleThatWouldNotDoIsTold()
    {
        const auto problems = problemsOf(R"({"name": "t", "command": ["true"], "inputs": {"x": "integer"}, "example": {"y": 1}})");
        CPPUNIT_ASSERT(contains(problems, "task.json: example: ") && contains(problems, "x"));
    }

    void ATaskThatIsDeclaredTwiceIsTold()
    {
        _folder.write("a.json", R"({"name": "t", "command": ["true"]})");
        _folder.write("b.json", R"({"name": "t", "command": ["false"]})");
        const std::string problem = loadProblem();
        CPPUNIT_ASSERT(contains(problem, "b.json: declares development/flytesnacks/t, version v1, which ") && contains(problem, "a.json"));
    }

    void AnEmptyFolderIsTold() { CPPUNIT_ASSERT(contains(loadProblem(), "holds no task")); }

    void TheFirstExampleIntroduces()
    {
        _folder.write("a.json", R"({"name": "a", "command": ["true"]})");
        CPPUNIT_ASSERT_EQUAL(std::string("a"), TaskSet::load(_folder.path().string()).introduction().id.name());
        _folder.write("b.json", R"({"name": "b", "command": ["true"], "inputs": {"x": "integer"}, "example": {"x": 1}})");
        const auto tasks = TaskSet::load(_folder.path().string());
        CPPUNIT_ASSERT_EQUAL(std::string("b"), tasks.introduction().id.name());
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"x":1})"), tasks.introduction().example);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TaskFileTest);

} // namespace
