#include "sample_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>
#include <map>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// What a handler throws becomes one answer and one line for the operator.
class ErrorsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ErrorsTest);
    CPPUNIT_TEST(EachClassHasItsStatus);
    CPPUNIT_TEST(TheClientGetsTheDetailAndTheLogTheCause);
    CPPUNIT_TEST(AnInvalidParameterIsToldInTheShapeOfTheHost);
    CPPUNIT_TEST(WhatMayStandInTwoPlacesIsToldWhereItStood);
    CPPUNIT_TEST(AllThatChecksFindIsToldAtOnce);
    CPPUNIT_TEST(ChecksEndWithTheHundredthFinding);
    CPPUNIT_TEST(AStatusThatIsNoErrorCountsAs500);
    CPPUNIT_TEST(EachControlPlaneCodeHasItsStatus);
    CPPUNIT_TEST(AFailedCallTellsWhatWasAttemptedAndTheMessage);
    CPPUNIT_TEST(OtherExceptionsAreA500WithoutTheirText);
    CPPUNIT_TEST(AnExceptionThatIsNoneOfTheStandardIsA500);
    CPPUNIT_TEST(HalfWrittenJsonIsDropped);
    CPPUNIT_TEST(AFailureAfterTheAnswerBeganIsLogged);
    CPPUNIT_TEST(RefusedCredentialsAndOutagesHaveTheirHeaders);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&samplePlugin};

    FakeReply thrown(const std::string& what) { return host.request("throw").parameter("what", what).send(); }
    FakeReply failedCall(int code) { return host.request("throw").parameter("what", "call").parameter("code", code).send(); }

public:
    void EachClassHasItsStatus()
    {
        const std::map<std::string, std::pair<int, std::string>> expected{
            {"invalid", {400, "invalid_argument"}}, {"unauthenticated", {401, "unauthenticated"}},
            {"denied", {403, "permission_denied"}}, {"missing", {404, "not_found"}},
            {"conflict", {409, "conflict"}},        {"unimplemented", {501, "unimplemented"}},
            {"gateway", {502, "bad_gateway"}},      {"late", {504, "gateway_timeout"}},
            {"upstream", {418, "upstream_error"}},  {"teapot", {418, "teapot"}},
        };
        for (const auto& [what, answer] : expected)
        {
            const auto reply = thrown(what);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(what, answer.first, reply.status);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(what, answer.second, reply.kind);
        }
    }

    void TheClientGetsTheDetailAndTheLogTheCause()
    {
        const auto reply = thrown("invalid");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"no"})"), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("because"), reply.cause);
    }

    void AnInvalidParameterIsToldInTheShapeOfTheHost()
    {
        const auto reply = thrown("parameter");
        CPPUNIT_ASSERT_EQUAL(422, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("application/json"), reply.contentType);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":[{"type":"value_error","loc":["body","limits","cpu"],)"
                                         R"("msg":"Value error, \"two\" is no number","input":"two"}]})"),
                             reply.body);
        CPPUNIT_ASSERT(thrown("long").json()["detail"][0]["input"].IsNull());
    }

    void WhatMayStandInTwoPlacesIsToldWhereItStood()
    {
        const auto located = [](const FakeReply& reply) { return std::string(reply.json()["detail"][0]["loc"][0].GetString()); };
        const auto asked = [&] { return host.request("throw").parameter("what", "side"); };
        CPPUNIT_ASSERT_EQUAL(std::string("query"), located(asked().send())); // left out
        CPPUNIT_ASSERT_EQUAL(std::string("query"), located(asked().parameter("side", "a").send()));
        CPPUNIT_ASSERT_EQUAL(std::string("body"), located(asked().parameter("side", "a").inBody("side").send()));
        CPPUNIT_ASSERT_THROW(asked().inBody("late"), std::logic_error);
        CPPUNIT_ASSERT_THROW(asked().inBody("no such"), std::logic_error);
    }

    void AllThatChecksFindIsToldAtOnce()
    {
        ParameterChecks checks;
        checks.run([] { throw InvalidParameter({"query", "a"}, "it is odd", "1"); });
        checks.run([] {});
        checks.run(
            []
            {
                ParameterChecks within;
                for (const char* key : {"x", "y"}) within.run([&] { throw InvalidParameter({"body", "b", key}, "it is even"); });
                within.finish();
            });
        try
        {
            checks.finish();
            CPPUNIT_FAIL("nothing was thrown");
        }
        catch (const InvalidParameter& e)
        {
            const std::string value = R"({"type":"value_error","loc":)";
            CPPUNIT_ASSERT_EQUAL("{\"detail\":[" + value + R"(["query","a"],"msg":"Value error, it is odd","input":"1"},)" + value +
                                     R"(["body","b","x"],"msg":"Value error, it is even","input":null},)" + value +
                                     R"(["body","b","y"],"msg":"Value error, it is even","input":null}]})",
                                 e.body());
        }
        ParameterChecks none;
        none.run([] {});
        none.finish();
    }

    void ChecksEndWithTheHundredthFinding()
    {
        ParameterChecks checks;
        int runs = 0;
        for (int i = 0; i < 1000; ++i)
            checks.run(
                [&]
                {
                    ++runs;
                    throw InvalidParameter({"query", "a"}, "no");
                });
        CPPUNIT_ASSERT_EQUAL(100, runs);
        CPPUNIT_ASSERT_THROW(checks.finish(), InvalidParameter);
    }

    void AStatusThatIsNoErrorCountsAs500() { CPPUNIT_ASSERT_EQUAL(500, thrown("odd").status); }

    void EachControlPlaneCodeHasItsStatus()
    {
        const int expected[] = {502, 502, 502, 400, 504, 404, 409, 403, 429, 409, 409, 400, 501, 502, 503, 502, 401, 502};
        for (int code = 1; code < 18; ++code) CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(code), expected[code], failedCall(code).status);
    }

    void AFailedCallTellsWhatWasAttemptedAndTheMessage()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Reading it: it broke"})"), failedCall(5).body);
    }

    void OtherExceptionsAreA500WithoutTheirText()
    {
        const auto reply = thrown("anything");
        CPPUNIT_ASSERT_EQUAL(500, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Internal Server Error"})"), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("secret reason"), reply.cause);
    }

    void AnExceptionThatIsNoneOfTheStandardIsA500()
    {
        CPPUNIT_ASSERT_EQUAL(500, thrown("int").status);
        CPPUNIT_ASSERT_EQUAL(std::string("handler_failed"), thrown("int").kind);
    }

    void HalfWrittenJsonIsDropped() { CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Internal Server Error"})"), thrown("half").body); }

    void AFailureAfterTheAnswerBeganIsLogged()
    {
        for (const std::string what : {"missing", "anything", "call", "parameter"})
        {
            host.forget();
            const auto reply = host.request("throw").parameter("what", what).parameter("late", true).parameter("code", 5).send();
            CPPUNIT_ASSERT_EQUAL(200, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.log().size() - (what == "missing")); // the first starts the plugin, which says so
            CPPUNIT_ASSERT_EQUAL(FW_LOG_ERROR, host.log().back().level);
            CPPUNIT_ASSERT_EQUAL(std::string("request-1"), host.log().back().requestId);
        }
    }

    void RefusedCredentialsAndOutagesHaveTheirHeaders()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer"), thrown("unauthenticated").header("www-authenticate"));
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer"), failedCall(16).header("WWW-Authenticate"));
        CPPUNIT_ASSERT(!failedCall(14).header("Retry-After").empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ErrorsTest);
