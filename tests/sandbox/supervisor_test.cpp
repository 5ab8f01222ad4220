#include "eventually.h"
#include "file_store.h"
#include "sandbox/runs/supervisor.h"
#include "sandbox/services/run_inputs.h"
#include "sandbox/tasks/literals.h"
#include "sandbox/tasks/task_reader.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>
#include <cstdlib>
#include <flyte_webhook/flyte/values.h>
#include <flyteidl2/task/run.pb.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr const char* writesArgument =
    R"("command": ["sh", "-c", "printf %s \"$1\" > \"$2\"", "sh", "{{.inputs.x}}", "{{.outputPrefix}}/y"],
    "inputs": {"x": "string"}, "outputs": {"y": "string"})";

class SupervisorTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SupervisorTest);
    CPPUNIT_TEST(ARunGoesThroughItsPhasesAndHasOutputs);
    CPPUNIT_TEST(AnInputIsNeverExecuted);
    CPPUNIT_TEST(InputsAreFilesToo);
    CPPUNIT_TEST(TheEnvironmentIsClean);
    CPPUNIT_TEST(ASecretComesFromTheSandboxsEnvironment);
    CPPUNIT_TEST(AFailureTellsTheStatusAndTheEndOfStandardError);
    CPPUNIT_TEST(ACommandThatASignalEndsHasFailed);
    CPPUNIT_TEST(ACommandThatDoesNotExistFailsItsRun);
    CPPUNIT_TEST(AMissingOutputFailsTheRun);
    CPPUNIT_TEST(AbortEndsTheWholeProcessGroup);
    CPPUNIT_TEST(WhoIgnoresTheRequestToEndIsKilled);
    CPPUNIT_TEST(ARunThatTakesTooLongIsTimedOut);
    CPPUNIT_TEST(ARunThatEndedInTimeIsNotTimedOutByASlowSandbox);
    CPPUNIT_TEST(RunsBeyondTheBoundStayQueued);
    CPPUNIT_TEST(ARunAbortedInTheQueueNeverStarts);
    CPPUNIT_TEST(WhatACommandLeavesRunningIsEnded);
    CPPUNIT_TEST(ManyLinesDoNoHarm);
    CPPUNIT_TEST(LogLinesCanBeReadWhileTheCommandRuns);
    CPPUNIT_TEST(ACachedRunTakesTheOutputsOfAnEarlierOne);
    CPPUNIT_TEST(SerialRunsOfTheSameKeyExecuteOnce);
    CPPUNIT_TEST(ManyRunsAtOnceAllSucceed);
    CPPUNIT_TEST(RunsThatAreNotDoneHaveFailedWhenTheSandboxStops);
    CPPUNIT_TEST_SUITE_END();

public:
    void setUp() override { supervise({}); }

private:
    TemporaryDirectory _folder;
    ProcessGuard _guard;
    FileStore _store{_folder.path() / "sandbox.db"};
    std::unique_ptr<Supervisor> _supervisor;

    void supervise(SupervisorLimits limits)
    {
        _supervisor.reset();
        _supervisor = std::make_unique<Supervisor>(_store, _guard, _folder.path(), limits);
    }

    /// Accepts a run of the task that the JSON members declare, and gives it to the supervisor.
    RunNumber run(const std::string& members, const std::string& inputs = "{}")
    {
        Problems problems("task");
        const auto tasks = readTaskFile(_folder.write("task.json", "{\"name\": \"t\", " + members + "}"), problems);
        for (const auto& problem : problems.texts()) CPPUNIT_FAIL(problem);
        const auto& spec = tasks.at(0).spec;
        rapidjson::Document given;
        given.Parse<rapidjson::kParseFullPrecisionFlag>(inputs.c_str());
        const auto literals = flyte_webhook::flyte::toInputs(spec, given);
        NewRun accepted;
        accepted.name = {"project", "domain", {}};
        accepted.taskSpec = spec.SerializeAsString();
        accepted.inputs = literals.SerializeAsString();
        accepted.cacheKey = cacheKeyOf(literals, spec);
        const Run created = _store.create(accepted);
        _supervisor->submit(created.number, spec.task_template().metadata().cache_serializable() ? created.cacheKey : "");
        return created.number;
    }

    Phase phase(RunNumber number) const { return _store.find(number)->phase; }

    Run ended(RunNumber number) const
    {
        eventually("the end of the run", [&] { return isDone(phase(number)); });
        return *_store.find(number);
    }

    Run succeeded(RunNumber number) const
    {
        const Run run = ended(number);
        if (run.error) CPPUNIT_FAIL(run.error->message);
        CPPUNIT_ASSERT(run.phase == Phase::succeeded);
        return run;
    }

    std::string failure(RunNumber number) const
    {
        const Run run = ended(number);
        CPPUNIT_ASSERT(run.phase == Phase::failed && run.error);
        return run.error->message;
    }

    /// The first output, as JSON.
    static std::string output(const Run& run)
    {
        flyteidl2::task::TaskSpec spec;
        flyteidl2::task::Outputs outputs;
        CPPUNIT_ASSERT(spec.ParseFromString(run.taskSpec) && outputs.ParseFromString(run.outputs));
        return jsonText(outputs.literals(0).value(), spec.task_template().interface().outputs().variables(0).value().type());
    }

    void waitUntilRunning(RunNumber number)
    {
        eventually("the run's process", [&] { return phase(number) == Phase::running; });
    }

    std::string file(const std::string& name) const { return _folder.path() / name; }

    void ARunGoesThroughItsPhasesAndHasOutputs()
    {
        const Run done = succeeded(run(writesArgument, R"({"x": "hello"})"));
        CPPUNIT_ASSERT_EQUAL(std::string("\"hello\""), output(done));
        CPPUNIT_ASSERT_EQUAL(std::size_t(4), done.phases.size());
        const Phase expected[] = {Phase::queued, Phase::initializing, Phase::running, Phase::succeeded};
        for (int i = 0; i < 4; ++i) CPPUNIT_ASSERT(done.phases[i].phase == expected[i]);
    }

    void AnInputIsNeverExecuted()
    {
        const std::string trap = file("trap");
        const std::string value = "'; touch " + trap + "; $(touch " + trap + ") `touch " + trap + "` {{.inputPrefix}} --help\\n";
        const Run done = succeeded(run(writesArgument, "{\"x\": \"" + value + "\"}"));
        CPPUNIT_ASSERT(contains(output(done), "$(touch ") && contains(output(done), "{{.inputPrefix}}"));
        CPPUNIT_ASSERT(!std::filesystem::exists(trap));
    }

    void InputsAreFilesToo()
    {
        const Run done = succeeded(
            run(R"("command": ["sh", "-c", "cat \"$1/n\" \"$1/l\" \"$1/s\" \"$1/b\" \"$1/inputs.json\" > \"$2/y\"; test -s \"$3\"",
            "sh", "{{.inputPrefix}}", "{{.outputPrefix}}", "{{.input}}"],
            "inputs": {"n": "integer", "l": "list of integer", "s": "string", "b": "binary"}, "outputs": {"y": "string"})",
                R"({"n": 7, "l": [1, 2], "s": "a\nb", "b": "eHl6"})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"("7[1,2]a\nbxyz{\"n\":7,\"l\":[1,2],\"s\":\"a\\nb\",\"b\":\"eHl6\"}")"), output(done));
    }

    void TheEnvironmentIsClean()
    {
        ::setenv("SANDBOX_TEST_LEAK", "secret", 1);
        const Run done =
            succeeded(run(R"("command": ["sh", "-c", "env | sort > \"$1/y\"", "sh", "{{.outputPrefix}}"], "outputs": {"y": "string"})"));
        CPPUNIT_ASSERT(contains(output(done), "PATH=/usr/local/sbin:") && contains(output(done), "FLYTE_INTERNAL_EXECUTION_ID=run-1"));
        CPPUNIT_ASSERT(!contains(output(done), "LEAK"));
        ::unsetenv("SANDBOX_TEST_LEAK");
    }

    void ASecretComesFromTheSandboxsEnvironment()
    {
        const std::string task =
            R"("secrets": ["TEST_KEY"], "command": ["sh", "-c", "printf %s \"$TEST_KEY\" > \"$1/y\"", "sh", "{{.outputPrefix}}"],
            "outputs": {"y": "string"})";
        CPPUNIT_ASSERT(contains(failure(run(task)), "FLYTE_WEBHOOK_SANDBOX_SECRET_TEST_KEY"));
        ::setenv("FLYTE_WEBHOOK_SANDBOX_SECRET_TEST_KEY", "value", 1);
        CPPUNIT_ASSERT_EQUAL(std::string("\"value\""), output(succeeded(run(task))));
        ::unsetenv("FLYTE_WEBHOOK_SANDBOX_SECRET_TEST_KEY");
    }

    void AFailureTellsTheStatusAndTheEndOfStandardError()
    {
        const Run done =
            ended(run(R"("command": ["sh", "-c", "echo fine; i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo line $i >&2; done; exit 7"])"));
        CPPUNIT_ASSERT(done.phase == Phase::failed && !done.error->system);
        CPPUNIT_ASSERT(contains(done.error->message, "exited with status 7") && contains(done.error->message, "line 81\n"));
        CPPUNIT_ASSERT(contains(done.error->message, "line 100") && !contains(done.error->message, "line 80\n"));
        CPPUNIT_ASSERT(!contains(done.error->message, "fine") && contains(done.log, " out fine\n"));
    }

    void ACommandThatASignalEndsHasFailed()
    {
        CPPUNIT_ASSERT(contains(failure(run(R"("command": ["sh", "-c", "kill -9 $$"])")), "was ended by signal 9"));
    }

    void ACommandThatDoesNotExistFailsItsRun()
    {
        CPPUNIT_ASSERT(contains(failure(run(R"("command": ["no-such-command"])")), "`no-such-command`"));
        succeeded(run(R"("command": ["true"])"));
    }

    void AMissingOutputFailsTheRun()
    {
        CPPUNIT_ASSERT(contains(failure(run(R"("command": ["true"], "outputs": {"y": "string"})")), "output `y` (string) was not written"));
    }

    std::string family() const { return R"("command": ["sh", "-c", "sleep 1000 & echo $! > ')" + file("child") + R"('; wait"])"; }

    void AbortEndsTheWholeProcessGroup()
    {
        const auto number = run(family());
        eventually("the command's own process", [&] { return processIn(file("child")) != 0; });
        CPPUNIT_ASSERT(isAlive(processIn(file("child"))));
        CPPUNIT_ASSERT(_store.abort(number, "enough", "bob"));
        _supervisor->end(number);
        eventually("the end of the group", [&] { return !isAlive(processIn(file("child"))); });
        const Run done = *_store.find(number);
        CPPUNIT_ASSERT(done.phase == Phase::aborted && done.abortReason == "enough" && !done.error);
    }

    void WhoIgnoresTheRequestToEndIsKilled()
    {
        SupervisorLimits limits;
        limits.grace = std::chrono::milliseconds(50);
        supervise(limits);
        const auto number =
            run(R"("command": ["sh", "-c", "trap '' TERM; echo $$ > ')" + file("child") + R"('; while :; do sleep 1000; done"])");
        eventually("the command", [&] { return processIn(file("child")) != 0; });
        CPPUNIT_ASSERT(_store.abort(number, "enough", "bob"));
        _supervisor->end(number);
        eventually("its end", [&] { return !isAlive(processIn(file("child"))); });
    }

    void ARunThatTakesTooLongIsTimedOut()
    {
        const Run done = ended(run(family() + R"(, "timeout": "100ms")"));
        CPPUNIT_ASSERT(done.phase == Phase::timedOut && contains(done.error->message, "longer than 100 ms"));
        if (const pid_t child = processIn(file("child"))) eventually("the end of the process", [&] { return !isAlive(child); });
    }

    /// Tells its process id, and ends when a file is there.
    std::string endsAtWill(const std::string& name) const
    {
        return R"json("command": ["sh", "-c", "echo $$ > \"$1\"; while [ ! -e \"$2\" ]; do sleep 0.01; done", "sh", ")json" + file(name) +
               R"(", ")" + file(name + "-end") + R"("])";
    }

    pid_t processOf(const std::string& name) const
    {
        eventually("the process", [&] { return processIn(file(name)) != 0; });
        return processIn(file(name));
    }

    void ARunThatEndedInTimeIsNotTimedOutByASlowSandbox()
    {
        const auto first = run(endsAtWill("first")), second = run(endsAtWill("second") + R"(, "timeout": "4s")");
        const auto begin = std::chrono::steady_clock::now();
        const pid_t firstProcess = processOf("first"), secondProcess = processOf("second");
        waitUntilRunning(first);
        waitUntilRunning(second);
        _store.whileHeld(
            [&]
            {
                _folder.write("first-end", "");
                eventually("the supervisor's wait for the store",
                           [&] { return !std::filesystem::exists("/proc/" + std::to_string(firstProcess)); });
                _folder.write("second-end", "");
                eventually("the end of the second", [&] { return !isAlive(secondProcess); });
                eventually("the time that it had",
                           [&] { return std::chrono::steady_clock::now() > begin + std::chrono::milliseconds(4200); });
            });
        succeeded(first);
        succeeded(second);
    }

    void RunsBeyondTheBoundStayQueued()
    {
        SupervisorLimits limits;
        limits.processes = 1;
        supervise(limits);
        const auto first = run(R"("command": ["sleep", "1000"])");
        waitUntilRunning(first);
        const auto second = run(R"("command": ["true"])");
        CPPUNIT_ASSERT(phase(second) == Phase::queued);
        _store.abort(first, "make room", "bob");
        _supervisor->end(first);
        const Run done = succeeded(second);
        CPPUNIT_ASSERT(done.phases[1].at >= _store.find(first)->phases.back().at);
    }

    void ARunAbortedInTheQueueNeverStarts()
    {
        SupervisorLimits limits;
        limits.processes = 1;
        supervise(limits);
        const auto first = run(R"("command": ["sleep", "1000"])");
        waitUntilRunning(first);
        const auto second = run(R"("command": ["touch", ")" + file("started") + R"("])"), third = run(R"("command": ["true"])");
        for (const auto number : {second, first})
        {
            _store.abort(number, "no", "bob");
            _supervisor->end(number);
        }
        succeeded(third);
        CPPUNIT_ASSERT(_store.find(second)->phases.size() == 2 && !std::filesystem::exists(file("started")));
    }

    void WhatACommandLeavesRunningIsEnded()
    {
        succeeded(run(R"("command": ["sh", "-c", "sleep 1000 & echo $! > ')" + file("child") + R"('"])"));
        eventually("the end of the process", [&] { return !isAlive(processIn(file("child"))); });
    }

    void ManyLinesDoNoHarm()
    {
        const Run done = succeeded(run(R"("command": ["sh", "-c", "yes a line of text | head -c 5000000"])"));
        CPPUNIT_ASSERT(contains(done.log, "earlier lines are not kept") && done.log.size() < (64 << 10) * 8);
    }

    void LogLinesCanBeReadWhileTheCommandRuns()
    {
        const auto number = run(R"("command": ["sh", "-c", "echo here I am; sleep 1000"])");
        eventually("the line", [&] { return contains(_store.find(number)->log, " out here I am\n"); });
        CPPUNIT_ASSERT(phase(number) == Phase::running);
    }

    std::string counting(const char* cache) const
    {
        return R"("command": ["sh", "-c", "echo x >> ')" + file("count") + R"('; wc -l < ')" + file("count") +
               R"(' > \"$1\"", "sh", "{{.outputPrefix}}/y"], "inputs": {"a": "integer", "b": "integer"}, "outputs": {"y": "integer"}, "cache": )" +
               cache;
    }

    void ACachedRunTakesTheOutputsOfAnEarlierOne()
    {
        const std::string task = counting(R"({"version": "1", "ignore": ["b"]})");
        CPPUNIT_ASSERT_EQUAL(std::string("1"), output(succeeded(run(task, R"({"a": 1, "b": 1})"))));
        const Run again = succeeded(run(task, R"({"a": 1, "b": 2})"));
        CPPUNIT_ASSERT_EQUAL(std::string("1"), output(again));
        CPPUNIT_ASSERT(contains(again.log, "run-1"));
        CPPUNIT_ASSERT_EQUAL(std::string("2"), output(succeeded(run(task, R"({"a": 2, "b": 1})"))));
        CPPUNIT_ASSERT_EQUAL(std::string("3"), output(succeeded(run(counting("\"disable\""), R"({"a": 1, "b": 1})"))));
    }

    void SerialRunsOfTheSameKeyExecuteOnce()
    {
        const std::string task = counting(R"({"version": "1", "serialize": true})");
        std::vector<RunNumber> numbers;
        for (int i = 0; i < 6; ++i) numbers.push_back(run(task, R"({"a": 1, "b": 1})"));
        for (const auto number : numbers) CPPUNIT_ASSERT_EQUAL(std::string("1"), output(succeeded(number)));
    }

    void ManyRunsAtOnceAllSucceed()
    {
        std::vector<RunNumber> numbers;
        for (int i = 0; i < 40; ++i) numbers.push_back(run(writesArgument, "{\"x\": \"" + std::to_string(i) + "\"}"));
        for (int i = 0; i < 40; ++i) CPPUNIT_ASSERT_EQUAL("\"" + std::to_string(i) + "\"", output(succeeded(numbers[i])));
    }

    void RunsThatAreNotDoneHaveFailedWhenTheSandboxStops()
    {
        SupervisorLimits limits;
        limits.processes = 1;
        supervise(limits);
        const auto running = run(family());
        eventually("the command's own process", [&] { return processIn(file("child")) != 0; });
        const auto queued = run(R"("command": ["true"])");
        _supervisor.reset();
        eventually("the end of the process", [&] { return !isAlive(processIn(file("child"))); });
        CPPUNIT_ASSERT_EQUAL(std::string("the sandbox stopped"), failure(running));
        CPPUNIT_ASSERT_EQUAL(std::string("the sandbox stopped"), failure(queued));
        supervise({});
        succeeded(run(R"("command": ["true"])"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SupervisorTest);

} // namespace
