#include "http/reply_writer.h"
#include "raw_client.h"
#include "request/request_context.h"
#include "test_server.h"
#include <cppunit/extensions/HelperMacros.h>

namespace flyte_webhook::host
{

/// What the steps of a request answer with, in front of a real listener.
class RequestContextTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RequestContextTest);
    CPPUNIT_TEST(anAnswerWithoutMemoryBecomesAnError);
    CPPUNIT_TEST_SUITE_END();

public:
    void anAnswerWithoutMemoryBecomesAnError()
    {
        for (const auto& [method, again] : {std::pair("GET", true), std::pair("POST", false)}) // what changes something may not be repeated
        {
            HttpLimits limits;
            limits.maxBody = limits.maxBuffered = 1 << 10;
            std::string kind;
            int status = 0;
            bool answered = false;
            TestServer test(limits,
                            [&](Exchange& exchange)
                            {
                                RequestContext context(exchange, std::chrono::seconds(60));
                                context.id = "id";
                                answered = context.answer(TestHandler::reply(std::string(ReplyWriter::small + 1, 'x')));
                                kind = context.outcome.kind;
                                status = context.outcome.status;
                            });
            const auto reply = RawClient(test.port()).ask(std::string(method) + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            test.server.stop(std::chrono::seconds(10));
            CPPUNIT_ASSERT_EQUAL(503, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"The request was carried out, but the server holds too many big requests and )"
                                             R"(answers to keep this answer"})"),
                                 reply.body);
            CPPUNIT_ASSERT_EQUAL(std::string("too_much_in_memory"), reply.headers.at("x-error-kind"));
            CPPUNIT_ASSERT_EQUAL(std::string("id"), reply.headers.at("x-request-id"));
            CPPUNIT_ASSERT_EQUAL(std::size_t(again), reply.headers.count("retry-after"));
            CPPUNIT_ASSERT(answered);
            CPPUNIT_ASSERT_EQUAL(std::string("too_much_in_memory"), kind);
            CPPUNIT_ASSERT_EQUAL(503, status);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RequestContextTest);

} // namespace flyte_webhook::host
