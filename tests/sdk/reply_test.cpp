#include "sample_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// The answer of a handler: JSON, bytes, or a stream.
class ReplyTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ReplyTest);
    CPPUNIT_TEST(BytesHaveTheirStatusAndType);
    CPPUNIT_TEST(ASecondAnswerIsAnErrorAndTheFirstStays);
    CPPUNIT_TEST(NoAnswerIsA500);
    CPPUNIT_TEST(FramingHeadersAreRefused);
    CPPUNIT_TEST(AHeaderCannotBeSplit);
    CPPUNIT_TEST(ANumberThatJsonCannotWriteIsNull);
    CPPUNIT_TEST(AStreamedAnswerIsSentInPieces);
    CPPUNIT_TEST(AStreamedAnswerEndsWhenTheClientGoes);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&samplePlugin};

    FakeReply answer(const std::string& how) { return host.request("answer").parameter("how", how).send(); }

public:
    void BytesHaveTheirStatusAndType()
    {
        const auto reply = answer("text");
        CPPUNIT_ASSERT_EQUAL(202, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("text/plain"), reply.contentType);
        CPPUNIT_ASSERT_EQUAL(std::string("done"), reply.body);
        CPPUNIT_ASSERT(!reply.streamed);
    }

    void ASecondAnswerIsAnErrorAndTheFirstStays()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("one"), answer("twice").body);
        CPPUNIT_ASSERT_EQUAL(FW_LOG_ERROR, host.log().back().level);
    }

    void NoAnswerIsA500() { CPPUNIT_ASSERT_EQUAL(500, answer("none").status); }

    void FramingHeadersAreRefused() { CPPUNIT_ASSERT_EQUAL(500, answer("framing").status); }

    void AHeaderCannotBeSplit() { CPPUNIT_ASSERT_EQUAL(500, answer("split").status); }

    void ANumberThatJsonCannotWriteIsNull() { CPPUNIT_ASSERT_EQUAL(std::string(R"({"nan":null})"), answer("nan").body); }

    void AStreamedAnswerIsSentInPieces()
    {
        host.stream("a.B/Watch", {"one", "two"});
        const auto reply = host.request("watch").send();
        CPPUNIT_ASSERT(reply.streamed);
        CPPUNIT_ASSERT_EQUAL(std::string("text/event-stream"), reply.contentType);
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), reply.pieces.size());
        CPPUNIT_ASSERT_EQUAL(std::string("data: two\n\n"), reply.pieces[1]);
    }

    void AStreamedAnswerEndsWhenTheClientGoes()
    {
        host.stream("a.B/Watch", {"one", "two", "three"});
        const auto reply = host.request("watch").goAfter(1).send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), reply.pieces.size());
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), host.leftOpen());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReplyTest);
