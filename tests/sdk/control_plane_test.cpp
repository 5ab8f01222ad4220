#include "sample_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// Calls of the control plane as a plugin sees them.
class ControlPlaneTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ControlPlaneTest);
    CPPUNIT_TEST(ACallCarriesMethodMessageEndpointAndWhetherItMayBeRepeated);
    CPPUNIT_TEST(AnAnswerIsItsBytes);
    CPPUNIT_TEST(AFailureIsItsCodeAndMessage);
    CPPUNIT_TEST(AnAnswerMayDependOnTheCall);
    CPPUNIT_TEST(AStreamGivesItsMessagesAndItsEnd);
    CPPUNIT_TEST(AStreamMayFailAtItsEnd);
    CPPUNIT_TEST(AStreamThatIsClosedEarlyIsCancelled);
    CPPUNIT_TEST(AStreamObjectClosesItsStream);
    CPPUNIT_TEST(AClosedStreamHasNoMoreMessages);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&samplePlugin};

public:
    void ACallCarriesMethodMessageEndpointAndWhetherItMayBeRepeated()
    {
        host.request("relay").parameter("endpoint", "cluster:443").send();
        const auto calls = host.calls();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), calls.size());
        CPPUNIT_ASSERT_EQUAL(std::string("a.B/Get"), calls[0].method);
        CPPUNIT_ASSERT_EQUAL(std::string("question"), calls[0].message);
        CPPUNIT_ASSERT_EQUAL(std::string("cluster:443"), calls[0].endpoint);
        CPPUNIT_ASSERT(calls[0].repeatable);
        CPPUNIT_ASSERT(!calls[1].repeatable);
        CPPUNIT_ASSERT(calls[1].endpoint.empty());
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.calls("a.B/Put").size());
    }

    void AnAnswerIsItsBytes()
    {
        host.answer("a.B/Get", "reply");
        const auto json = host.request("relay").send().json();
        CPPUNIT_ASSERT(json["ok"].GetBool());
        CPPUNIT_ASSERT_EQUAL(std::string("reply"), std::string(json["first"].GetString()));
    }

    void AFailureIsItsCodeAndMessage()
    {
        host.fail("a.B/Put", Code::AlreadyExists, "there already");
        const auto json = host.request("relay").send().json();
        CPPUNIT_ASSERT_EQUAL(6, json["code"].GetInt());
        CPPUNIT_ASSERT_EQUAL(std::string("there already"), std::string(json["second"].GetString()));
        CPPUNIT_ASSERT(!json["ok"].GetBool()); // a.B/Get has no script
    }

    void AnAnswerMayDependOnTheCall()
    {
        host.answer("a.B/Get", [](const RecordedCall& call) { return CallAnswer{Code::Ok, call.message + "!"}; });
        CPPUNIT_ASSERT_EQUAL(std::string("question!"), std::string(host.request("relay").send().json()["first"].GetString()));
    }

    void AStreamGivesItsMessagesAndItsEnd()
    {
        host.stream("a.B/Watch", {"one", "two"});
        CPPUNIT_ASSERT_EQUAL(std::string("data: one\n\ndata: two\n\nend: 0 "), host.request("watch").send().body);
        CPPUNIT_ASSERT(host.calls()[0].streaming);
    }

    void AStreamMayFailAtItsEnd()
    {
        host.stream("a.B/Watch", {"one"}, {Code::Unavailable, "gone"});
        CPPUNIT_ASSERT_EQUAL(std::string("data: one\n\nend: 14 gone"), host.request("watch").send().body);
    }

    void AStreamThatIsClosedEarlyIsCancelled()
    {
        host.stream("a.B/Watch", {"one", "two"});
        const auto body = host.request("watch").parameter("most", 1).send().body;
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), body.find("data: one\n\nend: 1 "));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), host.leftOpen());
    }

    void AStreamObjectClosesItsStream()
    {
        host.stream("a.B/Watch", {"one", "two"});
        host.request("watch").parameter("most", 1).parameter("leave", true).send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), host.leftOpen());
    }

    void AClosedStreamHasNoMoreMessages()
    {
        fw_host table{};
        table.close = [](fw_stream*, fw_lent*) { return std::int32_t(0); };
        int place = 0;
        Stream stream(table, reinterpret_cast<fw_stream*>(&place));
        stream.close();
        std::string_view message;
        CPPUNIT_ASSERT(!stream.next(message));
        CPPUNIT_ASSERT_THROW(stream.close(), std::logic_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ControlPlaneTest);
