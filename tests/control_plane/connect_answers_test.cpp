#include "control_plane/connect_test.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// What is sent over the Connect protocol, and what is taken for an answer.
class ConnectAnswersTest : public ConnectOnlyTest
{
    CPPUNIT_TEST_SUITE(ConnectAnswersTest);
    CPPUNIT_TEST(theRequestIsExactlyWhatTheProtocolAsksFor);
    CPPUNIT_TEST(theDeadlineIsSentAsWhatIsLeft);
    CPPUNIT_TEST(answersOfEachFramingArriveWhole);
    CPPUNIT_TEST(whatIsNoSuccessIsAnError);
    CPPUNIT_TEST(answersThatBreakOffAreToldSo);
    CPPUNIT_TEST(whatIsTooLargeIsRefusedBeforeItHasCome);
    CPPUNIT_TEST(slowAnswersArriveAndDeadlinesAreKept);
    CPPUNIT_TEST(errorsWithoutJsonAreMappedByTheirStatus);
    CPPUNIT_TEST(errorsAreMappedByTheirName);
    CPPUNIT_TEST(anErrorMayBeLargeOrHostile);
    CPPUNIT_TEST_SUITE_END();

    void theRequestIsExactlyWhatTheProtocolAsksFor()
    {
        std::string seen;
        ScriptedServer server(
            [&](Poco::Net::StreamSocket& socket, int)
            {
                char bytes[4096];
                while (seen.find("message") == std::string::npos)
                    seen.append(bytes, static_cast<std::size_t>(socket.receiveBytes(bytes, sizeof bytes)));
                sendAll(socket, success("ok"));
            });
        Caller caller{{{"authorization", "Bearer t"}, {"cookie", "a=b"}}};
        caller.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        const auto result = caller.call(*controlPlaneAt(server.port()), {"a.b.Service/Method", "message"});
        CPPUNIT_ASSERT_EQUAL_MESSAGE(result.cause, std::string("ok"), result.message);
        const auto timeout = seen.find("Connect-Timeout-Ms: ") + 20;
        seen.erase(timeout, seen.find('\r', timeout) - timeout);
        CPPUNIT_ASSERT_EQUAL("POST /a.b.Service/Method HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                                 "\r\nUser-Agent: flyte-webhook\r\nContent-Type: application/proto\r\nConnect-Protocol-Version: 1\r\n"
                                 "Connect-Timeout-Ms: \r\nContent-Length: 7\r\nauthorization: Bearer t\r\ncookie: a=b\r\ntraceparent: " +
                                 caller.traceparent + "\r\n\r\nmessage",
                             seen);
    }

    void theDeadlineIsSentAsWhatIsLeft()
    {
        ScriptedServer server(answering([](const auto& request) { return success(request.header("connect-timeout-ms")); }));
        const auto controlPlane = controlPlaneAt(server.port());
        const auto left = std::stol(Caller{{}, 20'000ms}.call(*controlPlane, {"a.B/C", ""}).message);
        CPPUNIT_ASSERT(left > 10'000 && left <= 20'000);
        auto settings = settingsFor("http://127.0.0.1:" + std::to_string(server.port()));
        settings.callTimeout = 10'000ms;
        CPPUNIT_ASSERT(std::stol(Caller().call(*host::makeControlPlane(settings), {"a.B/C", ""}).message) <= 10'000);
    }

    void answersOfEachFramingArriveWhole()
    {
        const std::string ok = "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\n";
        for (const auto& text :
             {ok + "Content-Length: 3\r\n\r\nabc", "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 3\r\n\r\nabc",
              "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 3\r\n\r\nabc",
              ok + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n02;x=y\r\nbc\r\n0\r\nX: y\r\n\r\n",
              ok + "Content-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc",
              std::string("HTTP/1.1 200 OK\r\ncontent-type:APPLICATION/Proto ; x=y\r\ncontent-length:3\r\n\r\nabc"),
              std::string("HTTP/1.0 200 OK\r\nContent-Type: application/proto\r\nContent-Length: 3\r\n\r\nabc")})
        {
            const auto result = answeredBy(text);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text + result.cause, std::string("abc"), result.message);
        }
    }

    void whatIsNoSuccessIsAnError()
    {
        const std::string ok = "HTTP/1.1 200 OK\r\n", proto = ok + "Content-Type: application/proto\r\n";
        for (const auto& text : std::vector<std::string>{ok + "Content-Length: 3\r\n\r\nabc",
                                                         ok + "Content-Type: text/html\r\nContent-Length: 3\r\n\r\nabc",
                                                         ok + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                                                         ok + "Content-Type: application/protobuf\r\nContent-Length: 3\r\n\r\nabc",
                                                         ok + "Content-Type: application/connect+proto\r\nContent-Length: 3\r\n\r\nabc",
                                                         proto + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
                                                         proto + "\r\nabc", // its end is not told, so it may be a part
                                                         proto + "Content-Length: x\r\n\r\n",
                                                         proto + "Content-Length: -1\r\n\r\n",
                                                         proto + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                                                         proto + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                                                         proto + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                                                         proto + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                                                         proto + "A(b): c\r\n\r\n",
                                                         "HTTP/1.1 204 No Content\r\nContent-Type: application/proto\r\n\r\n",
                                                         "HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                                                         "HTTP/1.1 101 Switching\r\n\r\n",
                                                         "HTTP/2 200 OK\r\n\r\n",
                                                         std::string("\0\0\0\0\0\0\0\0\0\r\n\r\n", 13),
                                                         "SSH-2.0-OpenSSH_9.2\r\n"})
        {
            const auto result = answeredBy(text);
            CPPUNIT_ASSERT_MESSAGE(text + result.message, result.code == code::internal || result.code == code::unknown);
            CPPUNIT_ASSERT(!result.message.empty() && !result.cause.empty());
        }
    }

    void answersThatBreakOffAreToldSo()
    {
        const std::string ok = "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\n";
        for (const auto& text :
             std::vector<std::string>{"", "H", "HTTP/1.1 200 O", ok, ok + "Content-Length: 5\r\n\r\nabc", "HTTP/1.1 100 Continue\r\n\r\n",
                                      ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", std::string("\0\0\0", 3)})
        {
            const auto result = answeredBy(text);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, code::unavailable, result.code);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("the connection to the control plane broke off"), result.message);
        }
    }

    void whatIsTooLargeIsRefusedBeforeItHasCome()
    {
        const std::string ok = "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\n";
        for (const auto& text : {ok + "Content-Length: 300000000\r\n\r\n", ok + "Content-Length: 18446744073709551615\r\n\r\n",
                                 ok + "Transfer-Encoding: chunked\r\n\r\n12000000\r\n", ok + "X: " + std::string(70'000, 'x') + "\r\n\r\n"})
            CPPUNIT_ASSERT_EQUAL(code::internal, answeredBy(text).code);
    }

    /// A wait is made of slices of a second. A busy machine may be late, but not each time.
    void slowAnswersArriveAndDeadlinesAreKept()
    {
        ScriptedServer server(
            [](Poco::Net::StreamSocket& socket, int)
            {
                RequestStream requests(socket);
                for (RequestStream::Request request; requests.next(request);)
                {
                    if (socket.poll(Poco::Timespan(1, 100'000), Poco::Net::Socket::SELECT_READ)) return;
                    sendAll(socket, success("late"));
                }
            });
        const auto controlPlane = controlPlaneAt(server.port());
        for (const auto time : {10'000ms, 1'900ms})
            CPPUNIT_ASSERT(within(20s, [&] { return Caller{{}, time}.call(*controlPlane, {"a.B/C", ""}).message == "late"; }));
        const auto inVain = [&] { return timeOf([&] { Caller{{}, 1'050ms}.call(*controlPlane, {"a.B/C", ""}); }); };
        CPPUNIT_ASSERT(within(20s,
                              [&]
                              {
                                  const auto time = inVain();
                                  CPPUNIT_ASSERT(time >= 1'050ms);
                                  return time < 1'500ms; // and not two slices
                              }));
    }

    void errorsWithoutJsonAreMappedByTheirStatus()
    {
        const std::vector<std::pair<int, int>> rows{{400, code::internal},      {401, code::unauthenticated}, {403, code::permissionDenied},
                                                    {404, code::unimplemented}, {408, code::unknown},         {429, code::unavailable},
                                                    {500, code::unknown},       {502, code::unavailable},     {503, code::unavailable},
                                                    {504, code::unavailable},   {418, code::unknown},         {302, code::unknown}};
        for (const auto& [status, expected] : rows)
            for (const std::string body : {"", "404 page not found\n", R"({"code":"not_found","message":"m"})"})
            {
                const auto result = answeredBy(ConnectServer::answerText(std::to_string(status) + " X", "text/plain", body));
                CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(status), expected, result.code);
                const auto words = "the control plane answered with HTTP status " + std::to_string(status);
                CPPUNIT_ASSERT_EQUAL(status == 404 ? std::string() : words, result.message);
                CPPUNIT_ASSERT(result.cause.find(body.substr(0, 10)) != std::string::npos);
            }
    }

    void errorsAreMappedByTheirName()
    {
        struct Row
        {
            std::string body;
            int code;
            std::string message;
        };
        const std::vector<Row> rows{{R"({"code":"not_found","message":"no such run"})", code::notFound, "no such run"},
                                    {R"({"message":"m","details":[{"type":"x","value":"eA"}],"code":"aborted"})", code::aborted, "m"},
                                    {R"({"code":"canceled"})", code::cancelled, ""},
                                    {R"({"code":"data_loss","message":"\u00e4\n"})", code::dataLoss, "\xc3\xa4 "},
                                    {R"({"code":"no such","message":"m"})", code::permissionDenied, "m"},
                                    {R"({"code":"ok","message":"m"})", code::permissionDenied, "m"},
                                    {R"({"code":5,"message":"m"})", code::permissionDenied, "m"},
                                    {R"({"message":"m"})", code::permissionDenied, "m"},
                                    {R"({})", code::permissionDenied, "the control plane answered with HTTP status 403"},
                                    {R"([])", code::permissionDenied, "the control plane answered with HTTP status 403"},
                                    {R"({"code":"not_found")", code::permissionDenied, "the control plane answered with HTTP status 403"},
                                    {"", code::permissionDenied, "the control plane answered with HTTP status 403"}};
        for (const auto& row : rows)
        {
            const auto result = answeredBy(ConnectServer::answerText("403 X", "application/json; charset=utf-8", row.body));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.body, row.code, result.code);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.body, row.message, result.message);
        }
    }

    void anErrorMayBeLargeOrHostile()
    {
        const std::string deep(500'000, '['), large = R"({"code":"not_found","message":")" + std::string(2 << 20, 'x') + R"("})";
        for (const auto& body : {deep, large, R"({"code":"not_found","message":)" + deep})
            CPPUNIT_ASSERT_EQUAL(code::unavailable, answeredBy(ConnectServer::answerText("503 X", "application/json", body)).code);
        const auto compressed =
            "HTTP/1.1 403 X\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc";
        CPPUNIT_ASSERT_EQUAL(code::permissionDenied, answeredBy(compressed).code);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ConnectAnswersTest);
