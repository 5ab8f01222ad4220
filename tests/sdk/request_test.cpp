#include "sample_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// What a handler learns of a request.
class RequestTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RequestTest);
    CPPUNIT_TEST(ParametersComeInTheirTypes);
    CPPUNIT_TEST(ParametersLeftOutHaveTheirFallback);
    CPPUNIT_TEST(TheBodyKeepsIntegersExactly);
    CPPUNIT_TEST(ABodyWithSomethingBehindANulIsNoJson);
    CPPUNIT_TEST(HeadersAreFoundInAnyCase);
    CPPUNIT_TEST(IdCallerAndTimeAreTold);
    CPPUNIT_TEST(AClientThatHasGoneIsTold);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&samplePlugin};

    FakeRequest echo() { return host.request("echo").parameter("name", "Zoe").body(R"({"big":9223372036854775807})"); }

public:
    void ParametersComeInTheirTypes()
    {
        const auto reply = echo()
                               .parameter("count", 7)
                               .parameter("loud", true)
                               .parameter("note", std::string("a \"note\""))
                               .parameter("tags", std::vector<std::string>{"x", "\n"})
                               .parameter("rate", 0.25)
                               .object("extra", R"({"a":1})")
                               .send();
        const auto json = reply.json();
        CPPUNIT_ASSERT_EQUAL(201, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Zoe"), std::string(json["name"].GetString()));
        CPPUNIT_ASSERT_EQUAL(7, json["count"].GetInt());
        CPPUNIT_ASSERT(json["loud"].GetBool());
        CPPUNIT_ASSERT_EQUAL(std::string("a \"note\""), std::string(json["note"].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("\n"), std::string(json["tags"][1].GetString()));
        CPPUNIT_ASSERT_EQUAL(0.25, json["rate"].GetDouble());
    }

    void ParametersLeftOutHaveTheirFallback()
    {
        const auto json = echo().send().json();
        CPPUNIT_ASSERT_EQUAL(3, json["count"].GetInt());
        CPPUNIT_ASSERT(!json["loud"].GetBool());
        CPPUNIT_ASSERT(json["note"].IsNull());
        CPPUNIT_ASSERT_EQUAL(rapidjson::SizeType(2), json["tags"].Size());
    }

    void TheBodyKeepsIntegersExactly() { CPPUNIT_ASSERT_EQUAL(std::int64_t(9223372036854775807), echo().send().json()["big"].GetInt64()); }

    void ABodyWithSomethingBehindANulIsNoJson() { CPPUNIT_ASSERT_EQUAL(400, echo().body(std::string("{\"big\":1}\0x", 11)).send().status); }

    void HeadersAreFoundInAnyCase()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("yes"), echo().header("X-Sent", "yes").send().header("x-seen"));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), echo().send().header("X-Seen"));
    }

    void IdCallerAndTimeAreTold()
    {
        const auto json = echo().id("r-1").caller("who").timeLeft(std::chrono::milliseconds(1500)).send().json();
        CPPUNIT_ASSERT_EQUAL(std::string("r-1"), std::string(json["id"].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("who"), std::string(json["caller"].GetString()));
        CPPUNIT_ASSERT_EQUAL(1500, json["left"].GetInt());
        CPPUNIT_ASSERT(!json["cancelled"].GetBool());
    }

    void AClientThatHasGoneIsTold()
    {
        const auto json = echo().cancelled().send().json();
        CPPUNIT_ASSERT(json["cancelled"].GetBool());
        CPPUNIT_ASSERT_EQUAL(0, json["left"].GetInt());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RequestTest);
