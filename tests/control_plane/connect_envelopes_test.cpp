#include "control_plane/connect_test.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// Streams of the Connect protocol as hostile or broken servers write them.
class ConnectEnvelopesTest : public ConnectOnlyTest
{
    CPPUNIT_TEST_SUITE(ConnectEnvelopesTest);
    CPPUNIT_TEST(envelopesMayComeInAnyPieces);
    CPPUNIT_TEST(whatIsNoStreamIsAnError);
    CPPUNIT_TEST(aStreamWithoutItsEndIsBroken);
    CPPUNIT_TEST(errorsBeforeTheStreamAreThoseOfAnyCall);
    CPPUNIT_TEST(eachStreamHasAConnectionOfItsOwn);
    CPPUNIT_TEST_SUITE_END();

    static constexpr auto head = "HTTP/1.1 200 OK\r\nContent-Type: application/connect+proto\r\n";

    struct Outcome
    {
        std::vector<std::string> messages;
        host::ControlPlaneResult result;
    };

    Outcome streamedBy(ScriptedServer::Script script) const
    {
        ScriptedServer server(std::move(script));
        const auto controlPlane = controlPlaneAt(server.port());
        Caller caller;
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", "me"}, context);
        Outcome outcome;
        for (std::string message; stream->next(message);) outcome.messages.push_back(message);
        outcome.result = stream->close();
        return outcome;
    }

    Outcome streamedBy(const std::string& text) const { return streamedBy(answeringOnce(text)); }

    static std::string chunk(const std::string& bytes)
    {
        char size[20];
        std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
        return size + bytes + "\r\n";
    }

    void envelopesMayComeInAnyPieces()
    {
        const auto all = envelope(0, "one") + envelope(0, "") + envelope(0, std::string(9000, 'x')) + envelope(2, "{}");
        std::string single;
        for (const char byte : all) single += chunk(std::string(1, byte));
        for (const auto& text :
             {std::string(head) + "Transfer-Encoding: chunked\r\n\r\n" + single + "0\r\n\r\n",
              std::string(head) + "Transfer-Encoding: chunked\r\n\r\n" + chunk(all) + "0\r\n\r\n",
              std::string(head) + "Content-Length: " + std::to_string(all.size()) + "\r\n\r\n" + all, std::string(head) + "\r\n" + all})
        {
            const auto outcome = streamedBy(text);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.result.cause, 0, outcome.result.code);
            CPPUNIT_ASSERT(outcome.messages == std::vector<std::string>({"one", "", std::string(9000, 'x')}));
        }
    }

    void whatIsNoStreamIsAnError()
    {
        const auto stream = std::string(head) + "\r\n";
        const auto large = std::string("\0\x7f\0\0\0", 5);
        for (const auto& text :
             {stream + envelope(1, "compressed"), stream + envelope(3, "{}"), stream + envelope(4, ""), stream + large,
              stream + envelope(2, ""), stream + envelope(2, "[]"), stream + envelope(2, R"({"error":5})"), stream + envelope(2, "{"),
              ConnectServer::answerText("200 OK", "application/proto", envelope(2, "{}")),
              std::string("HTTP/1.1 200 OK\r\nContent-Type: application/connect+proto\r\nContent-Encoding: gzip\r\n\r\n") +
                  envelope(2, "{}"),
              std::string("garbage\r\n\r\n")})
        {
            const auto outcome = streamedBy(text);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text + outcome.result.cause, code::internal, outcome.result.code);
            CPPUNIT_ASSERT(outcome.messages.empty() && !outcome.result.message.empty());
        }
    }

    void aStreamWithoutItsEndIsBroken()
    {
        const auto chunks = std::string(head) + "Transfer-Encoding: chunked\r\n\r\n";
        const auto cut = envelope(0, "two").substr(0, 6);
        for (const auto& text : {std::string(head) + "\r\n" + envelope(0, "one"), std::string(head) + "\r\n" + envelope(0, "one") + cut,
                                 chunks + chunk(envelope(0, "one")), chunks + chunk(envelope(0, "one")) + "0\r\n\r\n",
                                 chunks + chunk(envelope(0, "one") + cut)})
        {
            const auto outcome = streamedBy(text);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, code::unavailable, outcome.result.code);
            CPPUNIT_ASSERT_EQUAL(std::string("the connection to the control plane broke off"), outcome.result.message);
            CPPUNIT_ASSERT(outcome.messages == std::vector<std::string>({"one"}));
        }
    }

    void errorsBeforeTheStreamAreThoseOfAnyCall()
    {
        const auto error = streamedBy(ConnectServer::errorText(code::notFound, "no such app")).result;
        CPPUNIT_ASSERT_EQUAL(code::notFound, error.code);
        CPPUNIT_ASSERT_EQUAL(std::string("no such app"), error.message);
        CPPUNIT_ASSERT_EQUAL(code::unimplemented, streamedBy(ConnectServer::answerText("404 X", "text/plain", "none")).result.code);
        const auto late = streamedBy(std::string(head) + "\r\n" + envelope(0, "one") +
                                     envelope(2, R"({"error":{"code":"aborted","message":"m"},"metadata":{"a":["b"]}})"));
        CPPUNIT_ASSERT_EQUAL(code::aborted, late.result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("m"), late.result.message);
    }

    void eachStreamHasAConnectionOfItsOwn()
    {
        ConnectServer server([](const ReceivedCall&) { return Answer{{"one"}}; });
        const auto controlPlane = controlPlaneAt(server.port());
        Caller caller;
        const auto context = caller.context();
        for (int i = 0; i < 3; ++i)
        {
            const auto stream = controlPlane->open({"a.B/Watch", ""}, context);
            std::string message;
            CPPUNIT_ASSERT(stream->next(message));
            CPPUNIT_ASSERT(!stream->next(message));
        }
        CPPUNIT_ASSERT_EQUAL(3, server.connections());
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ConnectEnvelopesTest);
