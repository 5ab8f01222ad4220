#include "task_host.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// How long, and for whom, the details of a task version are kept.
class TaskCacheTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TaskCacheTest);
    CPPUNIT_TEST(DetailsAreKeptForAWhile);
    CPPUNIT_TEST(TheNewestVersionIsAskedForEachTime);
    CPPUNIT_TEST(AnotherVersionHasItsOwnDetails);
    CPPUNIT_TEST(NobodyIsServedWhatAnotherMaySee);
    CPPUNIT_TEST(ALifeOfZeroKeepsNothing);
    CPPUNIT_TEST(GetTaskReadsAnewAndRefreshes);
    CPPUNIT_TEST(AFailureIsNotKept);
    CPPUNIT_TEST(InputsThatDoNotFitWhatIsKeptAreTriedOnThePresentInterface);
    CPPUNIT_TEST(BadInputsAreRefusedByThePresentInterface);
    CPPUNIT_TEST(WhatNoRunWasMadeOfIsNotKept);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    std::size_t read() { return host.calls(getTaskDetails).size(); }

public:
    void setUp() override { host.fact("control_plane.task_cache", "60000"); }

    void DetailsAreKeptForAWhile()
    {
        scriptAdder(host);
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(200, runAdder(host).send().status);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), read());
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), host.calls(createRun).size());
    }

    void TheNewestVersionIsAskedForEachTime()
    {
        host.answer(listTasks, listed("demo.add", "v1"));
        scriptAdder(host);
        runAdder(host).send();
        runAdder(host).send();
        const auto second = messageOf<flyteidl2::workflow::CreateRunRequest>(host.calls(createRun)[1]);
        CPPUNIT_ASSERT_EQUAL(std::string("v2"), second.task_id().version());
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), read());
    }

    void AnotherVersionHasItsOwnDetails()
    {
        scriptAdder(host);
        runAdder(host).parameter("version", "v1").send();
        runAdder(host).parameter("version", "v2").send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), read());
    }

    void NobodyIsServedWhatAnotherMaySee()
    {
        host.answer(getTaskDetails, detailsOf(adder())).fail(getTaskDetails, Code::PermissionDenied, "not yours");
        scriptAdder(host, getTaskDetails);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host).caller("alice").send().status);
        CPPUNIT_ASSERT_EQUAL(403, runAdder(host).caller("bob").send().status);
        CPPUNIT_ASSERT_EQUAL(403, runAdder(host).caller("").send().status);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host).caller("alice").send().status);
    }

    void ALifeOfZeroKeepsNothing()
    {
        host.fact("control_plane.task_cache", "0");
        scriptAdder(host);
        runAdder(host).send();
        runAdder(host).send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), read());
    }

    void GetTaskReadsAnewAndRefreshes()
    {
        scriptAdder(host);
        runAdder(host).send();
        host.request("get_task").parameter("domain", "staging").parameter("project", "shop").parameter("name", "demo.add").send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), read());
        runAdder(host).send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), read());
    }

    void AFailureIsNotKept()
    {
        host.fail(getTaskDetails, Code::NotFound, "not yet");
        scriptAdder(host);
        CPPUNIT_ASSERT_EQUAL(404, runAdder(host).send().status);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host).send().status);
    }

    void InputsThatDoNotFitWhatIsKeptAreTriedOnThePresentInterface()
    {
        auto deployedAgain = adder();
        auto& inputs = *deployedAgain.mutable_task_template()->mutable_interface()->mutable_inputs()->mutable_variables();
        for (auto& input : inputs) input.set_key(input.key() == "a" ? "renamed" : input.key());
        host.answer(getTaskDetails, detailsOf(adder())).answer(getTaskDetails, detailsOf(deployedAgain));
        scriptAdder(host, getTaskDetails);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host).send().status);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host, R"({"renamed":1})").send().status);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host, R"({"renamed":2})").send().status);
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), read());
    }

    void BadInputsAreRefusedByThePresentInterface()
    {
        scriptAdder(host);
        runAdder(host).send();
        CPPUNIT_ASSERT_EQUAL(400, runAdder(host, R"({"b":1})").send().status);
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), read());
    }

    void WhatNoRunWasMadeOfIsNotKept()
    {
        host.fail(createRun, Code::NotFound, "no such version");
        scriptAdder(host);
        CPPUNIT_ASSERT_EQUAL(404, runAdder(host).send().status);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host).send().status);
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), read());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TaskCacheTest);
