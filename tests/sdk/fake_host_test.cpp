#include "sample_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>
#include <thread>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// The fake host is as strict as the real one: a test cannot pass on a request that would never reach a handler.
class FakeHostTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(FakeHostTest);
    CPPUNIT_TEST(AnUnknownEndpointIsAnErrorOfTheTest);
    CPPUNIT_TEST(ARequiredParameterCannotBeLeftOut);
    CPPUNIT_TEST(AnUnknownParameterIsAnErrorOfTheTest);
    CPPUNIT_TEST(AParameterOfAnotherTypeIsAnErrorOfTheTest);
    CPPUNIT_TEST(ABodyThatIsNoObjectIsAnErrorOfTheTest);
    CPPUNIT_TEST(AFactHasADot);
    CPPUNIT_TEST(ScriptedAnswersAreUsedInOrderAndTheLastStays);
    CPPUNIT_TEST(WhatIsNotScriptedIsAnsweredByOthers);
    CPPUNIT_TEST(ForgettingKeepsTheScripts);
    CPPUNIT_TEST(ManyThreadsMaySendAtOnce);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&samplePlugin};

public:
    void AnUnknownEndpointIsAnErrorOfTheTest() { CPPUNIT_ASSERT_THROW(host.request("nope"), std::logic_error); }

    void ARequiredParameterCannotBeLeftOut() { CPPUNIT_ASSERT_THROW(host.request("fetch").send(), std::logic_error); }

    void AnUnknownParameterIsAnErrorOfTheTest() { CPPUNIT_ASSERT_THROW(host.request("fetch").parameter("uri", "x"), std::logic_error); }

    void AParameterOfAnotherTypeIsAnErrorOfTheTest()
    {
        CPPUNIT_ASSERT_THROW(host.request("echo").parameter("count", "3"), std::logic_error);
        CPPUNIT_ASSERT_THROW(host.request("fetch").parameter("url", 3), std::logic_error);
        CPPUNIT_ASSERT_NO_THROW(host.request("echo").parameter("rate", 3)); // an integer is a number
    }

    void ABodyThatIsNoObjectIsAnErrorOfTheTest()
    {
        CPPUNIT_ASSERT_THROW(host.request("echo").parameter("name", "x").body("[1]").send(), std::logic_error);
    }

    void AFactHasADot() { CPPUNIT_ASSERT_THROW(host.fact("project", "x"), std::logic_error); }

    void ScriptedAnswersAreUsedInOrderAndTheLastStays()
    {
        host.answer("a.B/Get", "one").fail("a.B/Get", Code::NotFound, "two").answer("a.B/Get", "three");
        for (const std::string expected : {"one", "two", "three", "three"})
            CPPUNIT_ASSERT_EQUAL(expected, std::string(host.request("relay").send().json()["first"].GetString()));
    }

    void WhatIsNotScriptedIsAnsweredByOthers()
    {
        host.answer("a.B/Get", "scripted").http("http://scripted/", {200, "scripted"});
        host.answerOthers([](const RecordedCall& call) { return CallAnswer{Code::Ok, "to " + call.method}; });
        host.streamOthers([](const RecordedCall& call) { return ScriptedStream{{call.method}, {Code::Aborted, "end"}}; });
        host.httpOthers([](const RecordedHttp& call) { return ScriptedHttp{201, "to " + call.url}; });
        const auto json = host.request("relay").send().json();
        CPPUNIT_ASSERT_EQUAL(std::string("scripted"), std::string(json["first"].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("to a.B/Put"), std::string(json["second"].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("data: a.B/Watch\n\nend: 10 end"), host.request("watch").send().body);
        const auto fetched = [this](const char* url)
        { return std::string(host.request("fetch").parameter("url", url).send().json()["body"].GetString()); };
        CPPUNIT_ASSERT_EQUAL(std::string("scripted"), fetched("http://scripted/"));
        CPPUNIT_ASSERT_EQUAL(std::string("to http://other/"), fetched("http://other/"));
    }

    void ForgettingKeepsTheScripts()
    {
        host.answer("a.B/Get", "one");
        host.request("relay").send();
        host.forget();
        CPPUNIT_ASSERT(host.calls().empty());
        CPPUNIT_ASSERT_EQUAL(std::string("one"), std::string(host.request("relay").send().json()["first"].GetString()));
    }

    void ManyThreadsMaySendAtOnce()
    {
        host.answer("a.B/Get", "x");
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back(
                [this]
                {
                    for (int j = 0; j < 50; ++j) host.request("relay").send();
                });
        for (auto& thread : threads) thread.join();
        CPPUNIT_ASSERT_EQUAL(std::size_t(800), host.calls().size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FakeHostTest);
