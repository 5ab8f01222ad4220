#include "error_table.h"
#include "task_host.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/cluster/payload.pb.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// Which channel the inputs of a run are stored through.
class ClustersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ClustersTest);
    CPPUNIT_TEST(TheClusterIsAskedForByOperationAndProject);
    CPPUNIT_TEST(InputsAreStoredWhereTheControlPlaneSays);
    CPPUNIT_TEST(AnEmptyAnswerMeansTheControlPlaneItself);
    CPPUNIT_TEST(AControlPlaneWithoutClustersServesItself);
    CPPUNIT_TEST(AnAnswerIsKept);
    CPPUNIT_TEST(WhatWasNoAnswerIsNotKept);
    CPPUNIT_TEST(AClusterThatCannotBeReachedIsAskedForAnew);
    CPPUNIT_TEST(AnyOtherFailureEndsTheRequest);
    CPPUNIT_TEST(ANewConfigurationBeginsAnew);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    void scriptCluster(const std::string& endpoint)
    {
        host.answer(selectCluster, clusterAt(endpoint));
        scriptAdder(host, selectCluster);
    }

public:
    void TheClusterIsAskedForByOperationAndProject()
    {
        host.fact("webhook.org", "acme");
        scriptCluster("cluster:443");
        runAdder(host).send();
        const auto request = messageOf<flyteidl2::cluster::SelectClusterRequest>(host.calls(selectCluster).at(0));
        CPPUNIT_ASSERT(request.operation() == flyteidl2::cluster::SelectClusterRequest::OPERATION_UPLOAD_INPUTS);
        CPPUNIT_ASSERT_EQUAL(std::string("acme"), request.project_id().organization());
        CPPUNIT_ASSERT_EQUAL(std::string("flytesnacks"), request.project_id().name());
        CPPUNIT_ASSERT_EQUAL(std::string("development"), request.project_id().domain());
        CPPUNIT_ASSERT(host.calls(selectCluster)[0].endpoint.empty());
    }

    void InputsAreStoredWhereTheControlPlaneSays()
    {
        scriptCluster("http://cluster:8443");
        runAdder(host).send();
        for (const auto& call : host.calls())
            CPPUNIT_ASSERT_EQUAL_MESSAGE(call.method, std::string(call.method == uploadInputs ? "http://cluster:8443" : ""), call.endpoint);
    }

    void AnEmptyAnswerMeansTheControlPlaneItself()
    {
        scriptCluster("");
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host).send().status);
        CPPUNIT_ASSERT(host.calls(uploadInputs)[0].endpoint.empty());
    }

    void AControlPlaneWithoutClustersServesItself()
    {
        for (const auto code : {Code::Unimplemented, Code::NotFound})
        {
            FakeHost old(&flyte_webhook_plugin);
            old.fail(selectCluster, code, "no");
            scriptAdder(old, selectCluster);
            CPPUNIT_ASSERT_EQUAL(200, runAdder(old).send().status);
            CPPUNIT_ASSERT(old.calls(uploadInputs)[0].endpoint.empty());
        }
    }

    void AnAnswerIsKept()
    {
        scriptCluster("cluster:443");
        for (int i = 0; i < 3; ++i) runAdder(host).caller("caller " + std::to_string(i)).send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.calls(selectCluster).size());
        CPPUNIT_ASSERT_EQUAL(std::string("cluster:443"), host.calls(uploadInputs)[2].endpoint);
    }

    void WhatWasNoAnswerIsNotKept()
    {
        host.fail(selectCluster, Code::Unimplemented, "no");
        scriptCluster("cluster:443");
        runAdder(host).send();
        runAdder(host).send();
        CPPUNIT_ASSERT_EQUAL(std::string("cluster:443"), host.calls(uploadInputs)[1].endpoint);
    }

    void AClusterThatCannotBeReachedIsAskedForAnew()
    {
        host.answer(selectCluster, clusterAt("old:443")).answer(selectCluster, clusterAt("new:443"));
        host.fail(uploadInputs, Code::Unavailable, "gone").answer(uploadInputs, stored("s3://x"));
        host.answer(listTasks, listed("demo.add", "v2")).answer(getTaskDetails, detailsOf(adder())).answer(createRun, created("r1"));
        CPPUNIT_ASSERT_EQUAL(503, runAdder(host).send().status);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host).send().status);
        CPPUNIT_ASSERT_EQUAL(std::string("new:443"), host.calls(uploadInputs)[1].endpoint);
    }

    void AnyOtherFailureEndsTheRequest()
    {
        const auto send = [](FakeHost& h)
        {
            scriptAdder(h, selectCluster);
            auto reply = runAdder(h).send();
            CPPUNIT_ASSERT(h.calls(uploadInputs).empty());
            return reply;
        };
        checkErrorTable(&flyte_webhook_plugin, selectCluster, {5, 12}, send);
    }

    void ANewConfigurationBeginsAnew()
    {
        scriptCluster("cluster:443");
        runAdder(host).send();
        host.start();
        runAdder(host).send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), host.calls(selectCluster).size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClustersTest);
