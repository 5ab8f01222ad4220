#include "app/app_answer.h"
#include "app/utf8.h"
#include "app_messages.h"
#include "messages.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// call_app: what goes to an app, and what becomes of its answer.
class AppCallTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppCallTest);
    CPPUNIT_TEST(TheRequestGoesBelowTheAppsAddress);
    CPPUNIT_TEST(PathAndParametersMakeOneQuery);
    CPPUNIT_TEST(CommonMethodsAreSentInUpperCase);
    CPPUNIT_TEST(AnotherMethodIsA422);
    CPPUNIT_TEST(ThePayloadIsSentAsItIsWritten);
    CPPUNIT_TEST(TheHeadersSayWhoCalls);
    CPPUNIT_TEST(TheHostDecidesWhereCredentialsGo);
    CPPUNIT_TEST(AStrayPathIsA422BeforeAnyCall);
    CPPUNIT_TEST(AllThatIsWrongIsToldAtOnce);
    CPPUNIT_TEST(ALongTargetIsA422);
    CPPUNIT_TEST(JsonIsHandedOnByteForByte);
    CPPUNIT_TEST(OtherAnswersBecomeText);
    CPPUNIT_TEST(AnErrorOfTheAppKeepsItsStatus);
    CPPUNIT_TEST(RedirectsWithinTheAppAreFollowed);
    CPPUNIT_TEST(ARedirectMayMakeAGetOfIt);
    CPPUNIT_TEST(RedirectsElsewhereAreNotFollowed);
    CPPUNIT_TEST(RedirectsComeToAnEnd);
    CPPUNIT_TEST(OtherRedirectStatusesAreNoAnswer);
    CPPUNIT_TEST(WhatGivesNoAnswerHasItsStatus);
    CPPUNIT_TEST(ALargeAnswerIsA502);
    CPPUNIT_TEST(ACompressedAnswerIsA502);
    CPPUNIT_TEST(AnAppWithoutAddressIsA409);
    CPPUNIT_TEST(AnAppWithAnAddressThatIsNoUrlIsA502);
    CPPUNIT_TEST_SUITE_END();

    static constexpr auto base = "https://shop.apps.example.com/base";
    FakeHost host{&flyte_webhook_plugin};

    FakeRequest request(const std::string& path)
    {
        host.answer(getApp, got(shop({active})));
        return host.request("call_app").parameter("name", "shop").parameter("path", path);
    }
    static std::string at(const std::string& target) { return base + target; }
    FakeReply answered(ScriptedHttp answer) { return host.http(at("/x"), std::move(answer)), request("/x").send(); }
    static ScriptedHttp redirect(const std::string& location, int status = 302) { return {status, "", {{"Location", location}}}; }
    RecordedHttp sent() { return host.httpCalls().back(); }

public:
    void TheRequestGoesBelowTheAppsAddress()
    {
        host.http(at("/items/a%20b"), {200, "[1]"});
        CPPUNIT_ASSERT_EQUAL(std::string("[1]"), request("//items/a b").send().body);
        CPPUNIT_ASSERT_EQUAL(std::string("Get"), methodsOf(host.calls()));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.httpCalls().size());
        CPPUNIT_ASSERT_EQUAL(std::string("GET"), sent().method);
    }

    void PathAndParametersMakeOneQuery()
    {
        host.http(at("/x?a=1&b=2&b=3"), {200, "1"}).http(at("/x?b=2"), {200, "2"}).http(at("/x?a=1"), {200, "3"});
        CPPUNIT_ASSERT_EQUAL(std::string("1"), request("/x?a=1").object("query_params", R"({"b":[2,3]})").send().body);
        CPPUNIT_ASSERT_EQUAL(std::string("2"), request("/x?").object("query_params", R"({"b":2})").send().body);
        CPPUNIT_ASSERT_EQUAL(std::string("3"), request("/x?a=1").object("query_params", "{}").send().body);
        const auto reply = request("/x").object("query_params", R"({"b":{"c":1}})").send();
        CPPUNIT_ASSERT_EQUAL(422, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("b"), std::string(reply.json()["detail"][0]["loc"][2].GetString()));
    }

    void CommonMethodsAreSentInUpperCase()
    {
        host.http(at("/x"), {204, ""});
        for (const std::string method : {"get", "Head", "post", "PUT", "patch", "delete", "options"})
        {
            CPPUNIT_ASSERT_EQUAL(200, request("/x").parameter("method", method).send().status);
            CPPUNIT_ASSERT_EQUAL(std::string(method == "get" ? "GET" : method == "Head" ? "HEAD" : sent().method), sent().method);
            CPPUNIT_ASSERT(sent().method.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos);
        }
    }

    void AnotherMethodIsA422()
    {
        for (const std::string method : {"", "CONNECT", "TRACE", "GET ", "G\xc3\xa4T", "GET\r\nX: y", "FOO"})
        {
            const auto reply = request("/x").parameter("method", method).send();
            CPPUNIT_ASSERT_EQUAL_MESSAGE(method, 422, reply.status);
            CPPUNIT_ASSERT_EQUAL(method, std::string(reply.json()["detail"][0]["input"].GetString()));
        }
        CPPUNIT_ASSERT(host.calls().empty());
    }

    void ThePayloadIsSentAsItIsWritten()
    {
        host.http(at("/x"), {200, "null"});
        const std::string payload = R"({ "n" : 1.10, "big":123456789012345678901234567890 })";
        for (const std::string method : {"POST", "PUT", "PATCH"})
        {
            request("/x").parameter("method", method).object("payload", payload).send();
            CPPUNIT_ASSERT_EQUAL(payload, sent().body);
        }
        for (const std::string method : {"GET", "HEAD", "DELETE", "OPTIONS"})
        {
            request("/x").parameter("method", method).object("payload", payload).send();
            CPPUNIT_ASSERT_EQUAL(std::string(), sent().body);
        }
        request("/x").parameter("method", "POST").send();
        CPPUNIT_ASSERT_EQUAL(std::string(), sent().body);
    }

    void TheHeadersSayWhoCalls()
    {
        host.fact("webhook.name", "my-webhook").http(at("/x"), {200, "1"});
        request("/x").header("X-Other", "not passed on").send();
        CPPUNIT_ASSERT(sent().headers == Headers({{"User-Agent", "flyte-webhook/my-webhook"}, {"Accept-Encoding", "identity"}}));
        request("/x").parameter("method", "POST").object("payload", "{}").send();
        CPPUNIT_ASSERT(sent().headers.back() == std::make_pair(std::string("Content-Type"), std::string("application/json")));
    }

    void TheHostDecidesWhereCredentialsGo()
    {
        for (const std::string url : {"https://shop.apps.example.com", "http://shop.apps.example.com"})
        {
            auto app = shop({active});
            app.mutable_status()->mutable_ingress()->set_public_url(url);
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getApp, got(app)).http(url + "/x", {200, "1"});
            fresh.request("call_app").parameter("name", "shop").parameter("path", "x").send();
            CPPUNIT_ASSERT_MESSAGE(url, fresh.httpCalls().at(0).credentials);
        }
    }

    void AStrayPathIsA422BeforeAnyCall()
    {
        const auto reply = request("/a/../b").send();
        CPPUNIT_ASSERT_EQUAL(422, reply.status);
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"detail":[{"type":"value_error","loc":["query","path"],"msg":"Value error, the path must have )"
                        R"(no segment . or ..; write where it leads to","input":"/a/../b"}]})"),
            reply.body);
        CPPUNIT_ASSERT(host.calls().empty());
    }

    void AllThatIsWrongIsToldAtOnce()
    {
        const auto reply = request("/a/../b").parameter("method", "FETCH").object("query_params", R"({"a":{},"b":1,"c":[[]]})").send();
        CPPUNIT_ASSERT_EQUAL(422, reply.status);
        const auto told = reply.json();
        std::string wrong;
        for (const auto& error : told["detail"].GetArray()) wrong += error["loc"][error["loc"].Size() - 1].GetString() + std::string(" ");
        CPPUNIT_ASSERT_EQUAL(std::string("path method a c "), wrong);
        CPPUNIT_ASSERT(host.calls().empty());
    }

    void ALongTargetIsA422()
    {
        CPPUNIT_ASSERT_EQUAL(422, request(std::string(9000, 'x')).send().status);
        CPPUNIT_ASSERT_EQUAL(422, request("/x").object("query_params", R"({"a":")" + std::string(9000, 'x') + "\"}").send().status);
        CPPUNIT_ASSERT(host.calls().empty());
    }

    void JsonIsHandedOnByteForByte()
    {
        for (const std::string body : {R"([1, 9007199254740993, 1.0, null, "ü"])", R"({ "a" :1.10,"a":2})", "true", " 7\n", "\"x\"", "{}",
                                       R"({"n":123456789012345678901234567890,"f":0.1000000000000000055511151231257827})"})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getApp, got(shop({active}))).http(at("/x"), {201, body, {{"Content-Type", "text/plain"}}});
            const auto reply = fresh.request("call_app").parameter("name", "shop").parameter("path", "x").send();
            CPPUNIT_ASSERT_EQUAL(body, reply.body);
            CPPUNIT_ASSERT_EQUAL(std::string("200 application/json"), std::to_string(reply.status) + " " + reply.contentType);
        }
        CPPUNIT_ASSERT(app::isJson(std::string(100000, '[') + std::string(100000, ']')));
    }

    void OtherAnswersBecomeText()
    {
        for (const std::string body : {"", "plain wörds", "{", "[1,]", "NaN", "{} {}", "'x'", "\xef\xbb\xbf{}"})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getApp, got(shop({active}))).http(at("/x"), {200, body, {{"Content-Type", "application/json"}}});
            const auto json = fresh.request("call_app").parameter("name", "shop").parameter("path", "x").send().json();
            CPPUNIT_ASSERT_EQUAL(body, std::string(json["response"].GetString(), json["response"].GetStringLength()));
            CPPUNIT_ASSERT_EQUAL(rapidjson::SizeType(1), json.MemberCount());
        }
        CPPUNIT_ASSERT_EQUAL(std::string("{\"response\":\"a\xef\xbf\xbd\xef\xbf\xbdz\"}"), answered({200, "a\xff\xc0z"}).body);
        CPPUNIT_ASSERT(!app::isJson("\"\xff\""));
        CPPUNIT_ASSERT(!app::isJson(std::string_view("{}\0x", 4)));
        CPPUNIT_ASSERT_EQUAL(std::string("\xed\x9f\xbf\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"), app::asUtf8("\xed\x9f\xbf\xed\xa0\x80"));
    }

    void AnErrorOfTheAppKeepsItsStatus()
    {
        for (const int status : {400, 401, 404, 418, 429, 500, 503, 599})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getApp, got(shop({active}))).http(at("/x"), {status, R"({"detail":"bröke"})"});
            const auto reply = fresh.request("call_app").parameter("name", "shop").parameter("path", "x").send();
            CPPUNIT_ASSERT_EQUAL(status, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::string(R"(Target app returned error: {"detail":"bröke"})"), reply.detail);
        }
    }

    void RedirectsWithinTheAppAreFollowed()
    {
        host.http(at("/x"), redirect("/base/y?z", 307)).http(at("/y?z"), redirect("../base/w", 308)).http(at("/w"), {200, "7"});
        CPPUNIT_ASSERT_EQUAL(std::string("7"), request("/x").parameter("method", "POST").object("payload", R"({"a":1})").send().body);
        for (const auto& call : host.httpCalls())
        {
            CPPUNIT_ASSERT_EQUAL(std::string("POST"), call.method);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":1})"), call.body);
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), host.httpCalls().size());
    }

    void ARedirectMayMakeAGetOfIt()
    {
        const std::tuple<int, std::string, std::string> expected[] = {{301, "POST", "GET"},  {302, "POST", "GET"},  {303, "POST", "GET"},
                                                                      {301, "PUT", "PUT"},   {303, "PUT", "GET"},   {303, "HEAD", "HEAD"},
                                                                      {302, "HEAD", "HEAD"}, {303, "DELETE", "GET"}};
        for (const auto& [status, before, after] : expected)
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getApp, got(shop({active}))).http(at("/x"), redirect("y", status)).http(at("/y"), {200, "7"});
            auto call = fresh.request("call_app").parameter("name", "shop").parameter("path", "x").parameter("method", before);
            CPPUNIT_ASSERT_EQUAL(200, call.object("payload", R"({"a":1})").send().status);
            CPPUNIT_ASSERT_EQUAL(after, fresh.httpCalls().at(1).method);
            CPPUNIT_ASSERT_EQUAL(std::string(after == "PUT" ? R"({"a":1})" : ""), fresh.httpCalls().at(1).body);
        }
    }

    void RedirectsElsewhereAreNotFollowed()
    {
        for (const std::string location : {"http://169.254.169.254/latest", "//evil.example/base/x", "/other-app/x", "/base/../other"})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getApp, got(shop({active}))).http(at("/x"), redirect(location));
            const auto reply = fresh.request("call_app").parameter("name", "shop").parameter("path", "x").send();
            CPPUNIT_ASSERT_EQUAL(502, reply.status);
            CPPUNIT_ASSERT_EQUAL(
                std::string("Calling the app shop: it redirects to another place, and only redirects within the app are followed"),
                reply.detail);
            CPPUNIT_ASSERT_EQUAL(std::size_t(1), fresh.httpCalls().size());
        }
    }

    void RedirectsComeToAnEnd()
    {
        const auto reply = answered(redirect("x"));
        CPPUNIT_ASSERT_EQUAL(502, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Calling the app shop: it redirects more than 5 times"), reply.detail);
        CPPUNIT_ASSERT_EQUAL(std::size_t(6), host.httpCalls().size());
    }

    void OtherRedirectStatusesAreNoAnswer()
    {
        CPPUNIT_ASSERT_EQUAL(502, answered({304, ""}).status);
        FakeHost fresh(&flyte_webhook_plugin);
        fresh.answer(getApp, got(shop({active}))).http(at("/x"), {302, "somewhere"});
        CPPUNIT_ASSERT_EQUAL(502, fresh.request("call_app").parameter("name", "shop").parameter("path", "x").send().status);
    }

    void WhatGivesNoAnswerHasItsStatus()
    {
        const std::pair<fw_http_result, int> expected[] = {
            {FW_HTTP_REFUSED, 403}, {FW_HTTP_UNREACHABLE, 502}, {FW_HTTP_TIMED_OUT, 504}, {FW_HTTP_TOO_LARGE, 502}};
        for (const auto& [result, status] : expected)
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getApp, got(shop({active}))).http(at("/x"), {0, "", {}, result, "so it is"});
            const auto reply = fresh.request("call_app").parameter("name", "shop").parameter("path", "x").send();
            CPPUNIT_ASSERT_EQUAL(status, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::string("Calling the app shop: so it is"), reply.detail);
        }
    }

    void ALargeAnswerIsA502()
    {
        host.setting("max_answer_bytes", "10").http(at("/x"), {200, "1234567890"}).http(at("/x"), {200, "12345678901"});
        host.http(at("/x"), {500, "12345678901"});
        CPPUNIT_ASSERT_EQUAL(200, request("/x").send().status);
        CPPUNIT_ASSERT_EQUAL(std::string("Calling the app shop: its answer is larger than 10 bytes"), request("/x").send().detail);
        CPPUNIT_ASSERT_EQUAL(502, request("/x").send().status);
    }

    void ACompressedAnswerIsA502()
    {
        CPPUNIT_ASSERT_EQUAL(502, answered({200, "\x1f\x8b", {{"content-encoding", "gzip"}}}).status);
        FakeHost fresh(&flyte_webhook_plugin);
        fresh.answer(getApp, got(shop({active}))).http(at("/x"), {200, "1", {{"Content-Encoding", "identity"}}});
        CPPUNIT_ASSERT_EQUAL(200, fresh.request("call_app").parameter("name", "shop").parameter("path", "x").send().status);
    }

    void AnAppWithoutAddressIsA409()
    {
        auto app = shop({active});
        app.mutable_status()->clear_ingress();
        host.answer(getApp, got(app));
        const auto reply = host.request("call_app").parameter("name", "shop").parameter("path", "x").send();
        CPPUNIT_ASSERT_EQUAL(409, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("App shop has no address to be called at"), reply.detail);
    }

    void AnAppWithAnAddressThatIsNoUrlIsA502()
    {
        auto app = shop({active});
        app.mutable_status()->mutable_ingress()->set_public_url("ftp://shop.example.com");
        host.answer(getApp, got(app));
        const auto reply = host.request("call_app").parameter("name", "shop").parameter("path", "x").send();
        CPPUNIT_ASSERT_EQUAL(502, reply.status);
        CPPUNIT_ASSERT(reply.body.find("ftp") == std::string::npos);
        CPPUNIT_ASSERT(host.httpCalls().empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppCallTest);
