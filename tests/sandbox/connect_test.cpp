#include "served.h"
#include "support/web.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/auth/identity.pb.h>

using namespace flyte_webhook::test;
using Headers = std::vector<std::string>;

namespace
{

constexpr const char* userInfo = "/flyteidl2.auth.IdentityService/UserInfo";
constexpr const char* watchApps = "/flyteidl2.app.AppService/Watch";

std::string bytes(std::initializer_list<int> numbers)
{
    std::string text;
    for (const int number : numbers) text += static_cast<char>(number);
    return text;
}

/// What the Connect protocol says beyond what a well-behaved client shows.
class ConnectTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConnectTest);
    CPPUNIT_TEST(AnErrorIsJsonWithItsStatus);
    CPPUNIT_TEST(EachKindOfCredentialCounts);
    CPPUNIT_TEST(AConnectionServesManyCalls);
    CPPUNIT_TEST(ChunkedRequestsAreUnderstood);
    CPPUNIT_TEST(OtherMethodsAndTypesAreRefused);
    CPPUNIT_TEST(ParametersOfTheTypeAreLeftOut);
    CPPUNIT_TEST(OtherVersionsAreRefused);
    CPPUNIT_TEST(CompressionIsRefused);
    CPPUNIT_TEST(ADeadlineMustBeANumber);
    CPPUNIT_TEST(BadEnvelopesAreRefused);
    CPPUNIT_TEST(WebPagesAreRefused);
    CPPUNIT_TEST(WhatTheListenerRefusesIsAnErrorOfConnect);
    CPPUNIT_TEST(AWatchEndsWhenItsCallerGoes);
    CPPUNIT_TEST_SUITE_END();

    std::unique_ptr<Served> _served; // made by setUp(): all fixtures of a program are made before the first test

public:
    void setUp() override { _served = std::make_unique<Served>(); }

    void tearDown() override { _served.reset(); }

private:
    WebAnswer post(const std::string& path, const Headers& more, const std::string& body = {}) const
    {
        Headers headers{"Authorization: Bearer alice"};
        headers.insert(headers.end(), more.begin(), more.end());
        return fetch(_served->port(), "POST", path, headers, body);
    }

    WebAnswer unary(const Headers& more, const std::string& body = {}) const
    {
        Headers headers{"Content-Type: application/proto"};
        headers.insert(headers.end(), more.begin(), more.end());
        return post(userInfo, headers, body);
    }

    WebAnswer stream(const std::string& body, const Headers& more = {}) const
    {
        Headers headers{"Content-Type: application/connect+proto"};
        headers.insert(headers.end(), more.begin(), more.end());
        return post(watchApps, headers, body);
    }

    static std::string watchEcho()
    {
        const auto field = [](int number, const std::string& value) {
            return bytes({number << 3 | 2, static_cast<int>(value.size())}) + value;
        };
        const auto request = field(4, field(2, "flytesnacks") + field(3, "development") + field(4, "echo"));
        return bytes({0, 0, 0, 0, static_cast<int>(request.size())}) + request;
    }

    static void assertError(int status, const std::string& code, const WebAnswer& answer)
    {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, status, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("application/json"), answer.headers.at("content-type"));
        const auto begin = R"({"code":")" + code + R"(","message":")";
        CPPUNIT_ASSERT_EQUAL(begin, answer.body.substr(0, begin.size()));
    }

    static void assertEnd(const std::string& code, const WebAnswer& answer)
    {
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("application/connect+proto"), answer.headers.at("content-type"));
        const auto begin = R"({"error":{"code":")" + code + R"(","message":")";
        const auto length = static_cast<int>(answer.body.size() - 5);
        CPPUNIT_ASSERT_EQUAL(bytes({2, 0, 0, length >> 8, length & 0xff}) + begin, answer.body.substr(0, 5 + begin.size()));
    }

    void AnErrorIsJsonWithItsStatus()
    {
        const auto refused = unary({"Authorization: Bearer bad"});
        CPPUNIT_ASSERT_EQUAL(200, refused.status); // the first counts
        const auto bad = fetch(_served->port(), "POST", userInfo, {"Content-Type: application/proto", "Authorization: Bearer bad"});
        assertError(401, "unauthenticated", bad);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"code":"unauthenticated","message":"the token `bad` is always refused"})"), bad.body);
        const auto name = std::string("\xe2\x82\xac\"\\\n\x01");
        const auto id = bytes({0x22, static_cast<int>(name.size())}) + name;
        const auto app = bytes({0x0a, static_cast<int>(id.size())}) + id;
        const auto missing = post("/flyteidl2.app.AppService/Get", {"Content-Type: application/proto"}, app);
        assertError(404, "not_found", missing);
        CPPUNIT_ASSERT(missing.body.find("\xe2\x82\xac\\\"\\\\\\n\xef\xbf\xbd") != std::string::npos);
    }

    void EachKindOfCredentialCounts()
    {
        const auto subject = [&](const std::string& header)
        {
            const auto answer = fetch(_served->port(), "POST", userInfo, {"Content-Type: application/proto", header});
            flyteidl2::auth::UserInfoResponse info;
            CPPUNIT_ASSERT(answer.status == 200 && info.ParseFromString(answer.body));
            return info.subject();
        };
        CPPUNIT_ASSERT_EQUAL(std::string("ann"), subject("authorization: bearer ann"));
        CPPUNIT_ASSERT_EQUAL(std::string("key"), subject("X-API-Key: key"));
        CPPUNIT_ASSERT_EQUAL(std::string("cookie-"), subject("Cookie: session=1").substr(0, 7));
    }

    void AConnectionServesManyCalls()
    {
        WebConnection connection(_served->port());
        for (int i = 0; i < 20; ++i)
            CPPUNIT_ASSERT_EQUAL(
                i % 2 == 0 ? 200 : 401,
                connection.ask(webRequest("POST", userInfo, {"Content-Type: application/proto", i % 2 == 0 ? "Cookie: a=b" : "X-A: b"}))
                    .status);
    }

    void ChunkedRequestsAreUnderstood()
    {
        const std::string head =
            " HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\nContent-Type: application/connect+proto\r\nTransfer-Encoding: chunked\r\n"
            "Connect-Timeout-Ms: 100\r\n\r\n";
        WebConnection connection(_served->port());
        connection.send("POST " + std::string(watchApps) + head);
        for (const char c : watchEcho()) connection.send("1\r\n" + std::string(1, c) + "\r\n");
        const auto answer = connection.ask("0\r\n\r\n");
        CPPUNIT_ASSERT(answer.body.find("flytesnacks") < answer.body.find("deadline_exceeded"));
    }

    void OtherMethodsAndTypesAreRefused()
    {
        const auto get = fetch(_served->port(), "GET", userInfo);
        CPPUNIT_ASSERT(get.status == 405 && get.headers.at("allow") == "POST");
        for (const char* type : {"application/json", "application/connect+proto", "application/grpc", "text/plain", ""})
        {
            const auto answer = post(userInfo, {std::string("Content-Type: ") + type}, "{}");
            CPPUNIT_ASSERT_EQUAL(415, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string("application/proto"), answer.headers.at("accept-post"));
        }
        const auto unaryWatch = post(watchApps, {"Content-Type: application/proto"});
        CPPUNIT_ASSERT(unaryWatch.status == 415 && unaryWatch.headers.at("accept-post") == "application/connect+proto");
        for (const char* path : {"/", "/flyteidl2.auth.IdentityService/userinfo", "/flyteidl2.auth.IdentityService", "//"})
            CPPUNIT_ASSERT_EQUAL(404, post(path, {"Content-Type: application/proto"}).status);
    }

    void ParametersOfTheTypeAreLeftOut()
    {
        CPPUNIT_ASSERT_EQUAL(200, post(userInfo, {"content-type:Application/Proto ; charset=utf-8"}).status);
        CPPUNIT_ASSERT_EQUAL(200, post(std::string(userInfo) + "?a=b", {"Content-Type: application/proto"}).status);
    }

    void OtherVersionsAreRefused()
    {
        CPPUNIT_ASSERT_EQUAL(200, unary({"Connect-Protocol-Version: 1"}).status);
        assertError(400, "invalid_argument", unary({"Connect-Protocol-Version: 2"}));
        assertEnd("invalid_argument", stream(watchEcho(), {"Connect-Protocol-Version: 2"}));
    }

    void CompressionIsRefused()
    {
        CPPUNIT_ASSERT_EQUAL(200, unary({"Content-Encoding: identity", "Accept-Encoding: gzip"}).status);
        assertError(501, "unimplemented", unary({"Content-Encoding: gzip"}, "\x1f\x8b"));
        assertEnd("unimplemented", stream(watchEcho(), {"Connect-Content-Encoding: gzip"}));
        auto compressed = watchEcho();
        compressed[0] = 1;
        assertEnd("internal", stream(compressed));
    }

    void ADeadlineMustBeANumber()
    {
        CPPUNIT_ASSERT_EQUAL(200, unary({"Connect-Timeout-Ms: 9999999999"}).status);
        for (const char* text : {"", "-1", "1s", "0x1", "+1", "10000000000", "99999999999999999999"})
            assertError(400, "invalid_argument", unary({std::string("Connect-Timeout-Ms: ") + text}));
        assertError(504, "deadline_exceeded", unary({"Connect-Timeout-Ms: 0"}));
    }

    void BadEnvelopesAreRefused()
    {
        const auto good = watchEcho();
        for (const auto& body : {std::string(), good.substr(0, 4), good.substr(0, good.size() - 1), good + "x", good + good,
                                 bytes({0, 255, 255, 255, 255}), bytes({2, 0, 0, 0, 2}) + "{}", bytes({0x80, 0, 0, 0, 0})})
            assertEnd("invalid_argument", stream(body));
        assertEnd("not_found", stream(bytes({0, 0, 0, 0, 0})));
    }

    void WebPagesAreRefused()
    {
        CPPUNIT_ASSERT_EQUAL(403, unary({"Origin: http://evil.example"}).status);
        const auto preflight = fetch(_served->port(), "OPTIONS", userInfo, {"Origin: null", "Access-Control-Request-Method: POST"});
        CPPUNIT_ASSERT(preflight.status == 403 && preflight.headers.count("access-control-allow-origin") == 0);
    }

    void WhatTheListenerRefusesIsAnErrorOfConnect()
    {
        WebConnection big(_served->port()), headers(_served->port()), wrong(_served->port());
        assertError(413, "resource_exhausted",
                    big.ask("POST " + std::string(userInfo) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 33554433\r\n\r\n"));
        assertError(431, "resource_exhausted", headers.ask(webRequest("POST", userInfo, {"X: " + std::string(70'000, 'x')})));
        assertError(400, "invalid_argument", wrong.ask("POST / HTTP/1.1\r\n\r\n"));
    }

    void AWatchEndsWhenItsCallerGoes()
    {
        WebConnection connection(_served->port());
        connection.send(webRequest("POST", watchApps, {"Cookie: a=b", "Content-Type: application/connect+proto"}, watchEcho()));
        CPPUNIT_ASSERT_EQUAL(200, connection.receive(true).status);
        const auto event = connection.receiveChunk();
        CPPUNIT_ASSERT_EQUAL('\0', event.at(0));
        connection.socket().shutdownSend();
        CPPUNIT_ASSERT_EQUAL(bytes({2, 0, 0, 0, 2}) + "{}", connection.receiveChunk());
        CPPUNIT_ASSERT_EQUAL(std::string(), connection.receiveChunk());
        CPPUNIT_ASSERT(connection.closedWithin(std::chrono::seconds(10)));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectTest);

} // namespace
