#include "outgoing/sender.h"
#include "outgoing/servers.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/abi.h>
#include <sstream>

using namespace flyte_webhook::test;
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

namespace
{

/// Answers with what it got: the request line, each header, an empty line, the body.
void echo(HTTPServerRequest& request, HTTPServerResponse& response)
{
    std::ostringstream body;
    body << request.getMethod() << ' ' << request.getURI() << '\n';
    for (const auto& [name, value] : request) body << name << ": " << value << '\n';
    body << '\n' << request.stream().rdbuf();
    response.set("X-Answer", "echo");
    response.setContentLength(static_cast<int>(body.str().size()));
    response.send() << body.str();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

/// What is sent to real servers and what comes back.
class OutgoingExchangeTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OutgoingExchangeTest);
    CPPUNIT_TEST(sendsMethodTargetHeadersAndBodyAsGiven);
    CPPUNIT_TEST(answersOfEachFramingArriveWhole);
    CPPUNIT_TEST(doesNotFollowRedirects);
    CPPUNIT_TEST(errorStatusesAreAnswers);
    CPPUNIT_TEST(credentialsGoAlongWithTheirOwnRequestAlone);
    CPPUNIT_TEST(aCredentialReplacesAHeaderOfItsName);
    CPPUNIT_TEST(whatCannotBeSentIsRefusedAndNotSent);
    CPPUNIT_TEST(addressesInUnusualFormsAreCheckedByWhatTheyResolveTo);
    CPPUNIT_TEST(targetsThatThePolicyForbidsAreNotConnectedTo);
    CPPUNIT_TEST_SUITE_END();

    const TestCa _ca;
    const TestIdentity _identity = _ca.issue("IP:127.0.0.1");

    void sendsMethodTargetHeadersAndBodyAsGiven()
    {
        WebServer server(echo);
        Sender sender;
        sender.headers = {{"X-One", "1"}, {"content-type", "text/plain"}, {"X-Empty", ""}};
        const std::string body("a\0b\r\n", 5);
        const auto answer = sender.send("PATCH", server.url("/a%20b//c?d=e&f"), body);
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_ANSWERED), answer.outcome);
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("echo"), headerOf(answer, "X-Answer"));
        CPPUNIT_ASSERT(holds(answer.body, "PATCH /a%20b//c?d=e&f\n"));
        CPPUNIT_ASSERT(holds(answer.body, "X-One: 1\n"));
        CPPUNIT_ASSERT(holds(answer.body, "X-Empty: \n"));
        CPPUNIT_ASSERT(holds(answer.body, "content-type: text/plain\n"));
        CPPUNIT_ASSERT(holds(answer.body, "Host: " + server.url().substr(7, server.url().size() - 8) + "\n"));
        CPPUNIT_ASSERT(holds(answer.body, "Content-Length: 5\n"));
        CPPUNIT_ASSERT_EQUAL(body, answer.body.substr(answer.body.find("\n\n") + 2));
    }

    void answersOfEachFramingArriveWhole()
    {
        struct Row
        {
            std::string method, answer, body;
        };
        const std::vector<Row> rows{
            {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc"},
            {"GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0a;x=y\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n",
             "ab0123456789"},
            {"GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n2\r\nab\r\n0\r\n\r\n", "ab"},
            {"GET", "HTTP/1.1 200 OK\r\n\r\nuntil the end", "until the end"},
            {"GET", "HTTP/1.0 200 OK\r\n\r\nof old", "of old"},
            {"GET", "HTTP/1.1 200\n\nbare", "bare"},
            {"GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "x"},
            {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", ""},
            {"GET", "HTTP/1.1 204 No Content\r\n\r\n", ""},
            {"GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", ""},
            {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab", "ab"},
        };
        for (const auto& row : rows)
        {
            RawServer server(
                [&](auto& socket, int)
                {
                    readHead(socket);
                    for (const char c : row.answer) sendText(socket, {c}); // in pieces
                });
            const auto answer = Sender().send(row.method, server.url());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.answer + answer.error + answer.cause, int(FW_HTTP_ANSWERED), answer.outcome);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.answer, row.body, answer.body);
        }
    }

    void doesNotFollowRedirects()
    {
        WebServer server([](auto&, auto& response) { response.redirect("http://127.0.0.1:1/"); });
        const auto answer = Sender().get(server.url());
        CPPUNIT_ASSERT_EQUAL(302, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1:1/"), headerOf(answer, "Location"));
    }

    void errorStatusesAreAnswers()
    {
        WebServer server(
            [](auto&, auto& response)
            {
                response.setStatusAndReason(HTTPServerResponse::HTTP_INTERNAL_SERVER_ERROR);
                response.setContentLength(4);
                response.send() << "oops";
            });
        const auto answer = Sender().get(server.url());
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_ANSWERED), answer.outcome);
        CPPUNIT_ASSERT_EQUAL(500, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("oops"), answer.body);
    }

    void credentialsGoAlongWithTheirOwnRequestAlone()
    {
        WebServer server(echo, &_identity);
        Sender sender(trusting(_ca));
        sender.credentials = {{"authorization", "Bearer t0ken"}, {"cookie", "a=b"}};
        const auto there = sender.get(server.url());
        CPPUNIT_ASSERT(holds(there.body, "authorization: Bearer t0ken\n"));
        CPPUNIT_ASSERT(holds(there.body, "cookie: a=b\n"));
        sender.credentials.clear();
        const auto without = sender.get(server.url()); // on the same connection
        CPPUNIT_ASSERT_EQUAL(200, without.status);
        CPPUNIT_ASSERT(!holds(without.body, "t0ken"));
        CPPUNIT_ASSERT_EQUAL(1, server.connections());
    }

    void aCredentialReplacesAHeaderOfItsName()
    {
        WebServer server(echo, &_identity);
        Sender sender(trusting(_ca));
        sender.headers = {{"Authorization", "Bearer forged"}};
        sender.credentials = {{"authorization", "Bearer t0ken"}};
        const auto answer = sender.get(server.url());
        CPPUNIT_ASSERT(holds(answer.body, "Bearer t0ken"));
        CPPUNIT_ASSERT(!holds(answer.body, "forged"));
    }

    void whatCannotBeSentIsRefusedAndNotSent()
    {
        WebServer server(echo);
        const std::vector<std::pair<std::string, std::string>> rows{{"X-A", "b\r\nX-C: d"},
                                                                    {"X-A", "b\nc"},
                                                                    {"X-A", "b\rc"},
                                                                    {"X-A", std::string("b\0c", 3)},
                                                                    {"X-A\r\nX-B", "c"},
                                                                    {"X A", "b"},
                                                                    {"X-A:", "b"},
                                                                    {"", "b"},
                                                                    {"Host", "evil.net"},
                                                                    {"content-length", "0"},
                                                                    {"Transfer-Encoding", "chunked"},
                                                                    {"Connection", "close"},
                                                                    {"TE", "trailers"},
                                                                    {"Trailer", "x"},
                                                                    {"Upgrade", "h2c"},
                                                                    {"Keep-Alive", "x"},
                                                                    {"Proxy-Authorization", "x"},
                                                                    {"Proxy-Connection", "x"},
                                                                    {"Expect", "100-continue"}};
        for (const auto& row : rows)
        {
            Sender sender;
            sender.headers = {row};
            const auto answer = sender.get(server.url());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.first, int(FW_HTTP_REFUSED), answer.outcome);
            CPPUNIT_ASSERT_MESSAGE(row.first, answer.error.find_first_of("\r\n") == std::string::npos && !answer.error.empty());
            Sender credentialed;
            credentialed.credentials = {{row.first, row.second}};
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.first, int(FW_HTTP_REFUSED), credentialed.get(server.url()).outcome);
        }
        for (const std::string method : {"", "GET /x HTTP/1.1\r\nX: ", "G T", "CONNECT", "G\n"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(method, int(FW_HTTP_REFUSED), Sender().send(method, server.url()).outcome);
        CPPUNIT_ASSERT_EQUAL(0, server.connections());
        CPPUNIT_ASSERT(holds(Sender().send("PROPFIND", server.url()).body, "PROPFIND /\n"));
    }

    void addressesInUnusualFormsAreCheckedByWhatTheyResolveTo()
    {
        WebServer server(echo);
        const auto port = server.url().substr(17);
        for (const std::string host :
             {"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"})
        {
            Sender sender;
            const auto named = sender.get("http://" + host + ":" + port);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(host + named.error + named.cause, int(FW_HTTP_ANSWERED), named.outcome);
            sender.policy = flyte_webhook::host::TargetPolicy({"10.0.0.0/8"});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(host, int(FW_HTTP_REFUSED), sender.get("http://" + host + ":" + port).outcome);
        }
    }

    void targetsThatThePolicyForbidsAreNotConnectedTo()
    {
        RawServer server([](auto&, int) {});
        Sender sender;
        sender.policy = flyte_webhook::host::TargetPolicy({"example.com"});
        const auto answer = sender.get(server.url());
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_REFUSED), answer.outcome);
        CPPUNIT_ASSERT(!holds(answer.error, "127.0.0.1"));
        CPPUNIT_ASSERT_EQUAL(0, server.connections());
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OutgoingExchangeTest);
