#include "integration/apps.h"
#include "support/reserved_port.h"
#include <condition_variable>
#include <cppunit/extensions/HelperMacros.h>
#include <set>

using namespace flyte_webhook::test;

/// Apps through the whole server: credentials, deadlines, broken apps, and waiting for one.
class AppTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppTest);
    CPPUNIT_TEST(credentialsGoToACoveredAppOverTls);
    CPPUNIT_TEST(credentialsStayWhereThereIsNoTls);
    CPPUNIT_TEST(theTraceOfARequestGoesToTheAppAndToTheControlPlane);
    CPPUNIT_TEST(ofATraceOfALaterVersionGoesOnWhatIsKnown);
    CPPUNIT_TEST(payloadAndAnswerPassByteForByte);
    CPPUNIT_TEST(anAppThatDoesNotAnswerIsA504);
    CPPUNIT_TEST(anAppThatCannotBeReachedIsA502);
    CPPUNIT_TEST(anAppWithABadCertificateIsA502);
    CPPUNIT_TEST(anAnswerOverTheLimitIsA502);
    CPPUNIT_TEST(waitingEndsWithTheRequestsTime);
    CPPUNIT_TEST(waitingEndsWhenTheClientGoes);
    CPPUNIT_TEST(waitingEndsWithTheGoalAndSoDoesTheStream);
    CPPUNIT_TEST_SUITE_END();

    const TestCa _ca;
    const TestIdentity _identity = _ca.issue("DNS:localhost,IP:127.0.0.1");

    /// The credentials that came with each request to an app.
    struct Seen
    {
        std::vector<std::string> values;
        WebServer::Handler handler()
        {
            return [this](Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response)
            {
                values.push_back(request.get("Authorization", "none") + ", " + request.get("Cookie", "none"));
                if (request.getURI() == "/moved")
                    response.redirect("/there");
                else
                    response.sendBuffer("[1]", 3);
            };
        }
    };

    static WebAnswer call(const Webhook& webhook, const std::string& path = "/x")
    {
        return webhook.post(callOf(path), "", {"Authorization: Bearer alice", "Cookie: a=b"});
    }

    void credentialsGoToACoveredAppOverTls()
    {
        Seen seen;
        WebServer app(seen.handler(), &_identity);
        AppPlane plane(app.url(""));
        auto keys = appKeys(plane, "127.0.0.1");
        keys["control_plane.ca_file"] = _ca.file();
        Webhook webhook(keys);
        CPPUNIT_ASSERT_EQUAL(std::string("[1]"), call(webhook).body);
        CPPUNIT_ASSERT_EQUAL(200, call(webhook, "/moved").status);
        CPPUNIT_ASSERT(seen.values == std::vector<std::string>(3, "Bearer alice, a=b"));
    }

    void credentialsStayWhereThereIsNoTls()
    {
        Seen seen;
        WebServer app(seen.handler());
        AppPlane plane(app.url(""));
        Webhook webhook(appKeys(plane, "127.0.0.1"));
        CPPUNIT_ASSERT_EQUAL(200, call(webhook).status);
        CPPUNIT_ASSERT(seen.values == std::vector<std::string>(1, "none, none"));
    }

    static WebServer::Handler traceInto(std::string& got)
    {
        return [&got](Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response)
        {
            got = request.get("traceparent", "none");
            response.sendBuffer("", 0);
        };
    }

    static void callWithin(const Webhook& webhook, const std::string& trace)
    {
        webhook.post(callOf("/x"), "{}", {"Authorization: Bearer alice", "traceparent: " + trace});
    }

    void theTraceOfARequestGoesToTheAppAndToTheControlPlane()
    {
        const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        std::string got;
        WebServer app(traceInto(got));
        AppPlane plane(app.url(""));
        Webhook webhook(appKeys(plane, "127.0.0.1"));
        callWithin(webhook, trace);
        CPPUNIT_ASSERT_EQUAL(trace, got);
        CPPUNIT_ASSERT_EQUAL(trace, plane.calls().at(0).metadata.find("traceparent")->second);
        callWithin(webhook, "00-nonsense");
        CPPUNIT_ASSERT_EQUAL(std::string("none"), got);
        CPPUNIT_ASSERT(plane.calls().at(1).metadata.count("traceparent") == 0);
    }

    void ofATraceOfALaterVersionGoesOnWhatIsKnown()
    {
        std::string got;
        WebServer app(traceInto(got));
        AppPlane plane(app.url(""));
        Webhook webhook(appKeys(plane, "127.0.0.1"));
        const std::string ids = "-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";
        for (const auto& [sent, known] :
             {std::pair("01" + ids + "01", "00" + ids + "01"), std::pair("cc" + ids + "ff-new,=x", "00" + ids + "01"),
              std::pair("01" + ids + "fe-", "00" + ids + "00")})
        {
            callWithin(webhook, sent);
            CPPUNIT_ASSERT_EQUAL(known, got);
            CPPUNIT_ASSERT_EQUAL(known, plane.calls().back().metadata.find("traceparent")->second);
        }
    }

    void payloadAndAnswerPassByteForByte()
    {
        const std::string json = R"({ "n":1.10 , "e":1E2,"long":0.1000000000000000055511151,"t":"\u00fc\/", "a":[ ] })";
        std::string got;
        WebServer app(
            [&](auto& request, auto& response)
            {
                got.assign(std::istreambuf_iterator<char>(request.stream()), {});
                response.sendBuffer(got.data(), got.size());
            });
        AppPlane plane(app.url(""));
        Webhook webhook(appKeys(plane, "127.0.0.1"));
        const auto answer = webhook.post(callOf("/x") + "&method=POST", R"({"query_params":{},"payload":)" + json + " }");
        CPPUNIT_ASSERT_EQUAL(json, got);
        CPPUNIT_ASSERT_EQUAL(json, answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("application/json"), answer.headers.at("content-type"));
    }

    void anAppThatDoesNotAnswerIsA504()
    {
        RawServer app([](auto& socket, int) { awaitEnd(socket); });
        AppPlane plane(app.url(""));
        auto keys = appKeys(plane, "127.0.0.1");
        keys["listener.request_timeout"] = "500ms";
        Webhook webhook(keys);
        CPPUNIT_ASSERT_EQUAL(504, call(webhook).status);
    }

    void anAppThatCannotBeReachedIsA502()
    {
        const ReservedPort nowhere;
        AppPlane plane("http://127.0.0.1:" + std::to_string(nowhere.number()));
        Webhook webhook(appKeys(plane, "127.0.0.1"));
        const auto answer = call(webhook);
        CPPUNIT_ASSERT_EQUAL(502, answer.status);
        ASSERT_HOLDS("Calling the app shop: ", answer.body);
        ASSERT_LACKS("127.0.0.1", answer.body);
        RawServer broken([](auto& socket, int) { readHead(socket), sendText(socket, "no HTTP at all\r\n\r\n"); });
        plane.moveTo(broken.url(""));
        CPPUNIT_ASSERT_EQUAL(502, call(webhook).status);
    }

    void anAppWithABadCertificateIsA502()
    {
        Seen seen;
        const TestCa another;
        const auto identity = another.issue("IP:127.0.0.1"), otherName = _ca.issue("DNS:another.example");
        WebServer untrusted(seen.handler(), &identity), misnamed(seen.handler(), &otherName);
        AppPlane plane(untrusted.url(""));
        auto keys = appKeys(plane, "127.0.0.1");
        keys["control_plane.ca_file"] = _ca.file();
        Webhook webhook(keys);
        CPPUNIT_ASSERT_EQUAL(502, call(webhook).status);
        plane.moveTo(misnamed.url(""));
        CPPUNIT_ASSERT_EQUAL(502, call(webhook).status);
        CPPUNIT_ASSERT(seen.values.empty());
    }

    void anAnswerOverTheLimitIsA502()
    {
        WebServer app([](auto& request, auto& response)
                      { response.sendBuffer(std::string(1001, ' ').data(), request.getURI() == "/large" ? 1001 : 1000); });
        AppPlane plane(app.url(""));
        auto keys = appKeys(plane, "127.0.0.1");
        keys["plugin.app.max_answer_bytes"] = "1000";
        Webhook webhook(keys);
        CPPUNIT_ASSERT_EQUAL(200, call(webhook).status);
        const auto answer = call(webhook, "/large");
        CPPUNIT_ASSERT_EQUAL(502, answer.status);
        ASSERT_HOLDS("larger than 1000 bytes", answer.body);
    }

    /// A control plane whose app is being started when it is watched, and tells when the watch has ended.
    class SlowPlane : public Plane
    {
    public:
        explicit SlowPlane(std::vector<std::string> events)
            : Plane([this](const ReceivedCall& call) { return answer(call); }), _events(std::move(events))
        {
        }

        bool waitForTheEnd()
        {
            std::unique_lock lock(_endMutex);
            return _end.wait_for(lock, std::chrono::seconds(30), [&] { return _ended; });
        }

    private:
        Answer answer(const ReceivedCall& call)
        {
            if (call.method == "/flyteidl2.app.AppService/Get") return {{field(1, shopAt("http://a.example", stoppedStatus))}};
            if (call.method == "/flyteidl2.app.AppService/Update") return {{field(1, shopAt("http://a.example", deployingStatus))}};
            return {_events, 0, {}, true, [this] { end(); }};
        }

        void end()
        {
            const std::lock_guard lock(_endMutex);
            _ended = true;
            _end.notify_all();
        }

        const std::vector<std::string> _events;
        std::mutex _endMutex;
        std::condition_variable _end;
        bool _ended = false;
    };

    static std::string present(int status) { return field(1, field(1, shopAt("http://a.example", status))); }
    static std::string changed(int status) { return field(2, field(1, shopAt("http://a.example", status))); }

    void waitingEndsWithTheRequestsTime()
    {
        SlowPlane plane({present(deployingStatus)});
        auto keys = appKeys(plane, "");
        keys["listener.request_timeout"] = "3s";
        keys["control_plane.call_timeout"] = "1s"; // one call; a watch lasts as long as the request
        Webhook webhook(keys);
        const auto begin = std::chrono::steady_clock::now();
        const auto answer = webhook.post("/app/shop/activate?wait=true", "");
        CPPUNIT_ASSERT_EQUAL(504, answer.status);
        CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begin > std::chrono::milliseconds(2500));
        ASSERT_HOLDS("Activating the app shop, waiting for it", answer.body);
        CPPUNIT_ASSERT(plane.waitForTheEnd());
    }

    void waitingEndsWhenTheClientGoes()
    {
        SlowPlane plane({present(deployingStatus)});
        Webhook webhook(appKeys(plane, ""));
        {
            WebConnection client(webhook.port());
            client.send(webRequest("POST", "/app/shop/activate?wait=true", {"Authorization: Bearer alice"}));
            CPPUNIT_ASSERT(plane.waitForCalls(3));
        }
        CPPUNIT_ASSERT(plane.waitForTheEnd());
    }

    void waitingEndsWithTheGoalAndSoDoesTheStream()
    {
        SlowPlane plane({present(failedStatus), changed(deployingStatus), changed(activeStatus)});
        Webhook webhook(appKeys(plane, ""));
        const auto answer = webhook.post("/app/shop/activate?wait=true", "");
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        ASSERT_HOLDS(R"("is_active":true)", answer.body);
        CPPUNIT_ASSERT(plane.waitForTheEnd());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppTest);
