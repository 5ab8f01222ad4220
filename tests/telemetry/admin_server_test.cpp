#include "telemetry/admin_server.h"
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <future>
#include <string_view>
#include <thread>

using namespace flyte_webhook::host;

namespace
{

const Poco::Net::SocketAddress anyPort("127.0.0.1", 0);

std::string metrics(MetricsText::Format format) { return format == MetricsText::Format::openMetrics ? "open" : "plain"; }

struct Answer
{
    int status;
    std::string body, allow;
};

Answer ask(const AdminServer& server, const std::string& path, const std::string& method = "GET")
{
    Poco::Net::HTTPClientSession session("127.0.0.1", server.port());
    session.setTimeout(Poco::Timespan(20, 0));
    Poco::Net::HTTPRequest request(method, path, "HTTP/1.1");
    session.sendRequest(request);
    Poco::Net::HTTPResponse response;
    auto& stream = session.receiveResponse(response);
    std::string body;
    Poco::StreamCopier::copyToString(stream, body);
    CPPUNIT_ASSERT_EQUAL(std::string("application/json"), response.getContentType());
    return {response.getStatus(), body, response.get("Allow", "")};
}

class AdminServerTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AdminServerTest);
    CPPUNIT_TEST(ReadinessNamesEachConditionInOrder);
    CPPUNIT_TEST(ReadinessAsksTheConditionsEachTime);
    CPPUNIT_TEST(StoppingDoesNotWaitForACondition);
    CPPUNIT_TEST(HealthIsAnsweredWhateverIsReady);
    CPPUNIT_TEST(ReadyIsAnsweredWithEachCondition);
    CPPUNIT_TEST(MetricsComeInTheFormatThatIsAskedFor);
    CPPUNIT_TEST(OtherPathsAreNotFound);
    CPPUNIT_TEST(OtherMethodsAreNotAllowed);
    CPPUNIT_TEST(ManyProbesAtOnceAreAnswered);
    CPPUNIT_TEST(SilentClientsDoNotKeepAProbeWaiting);
    CPPUNIT_TEST(NorDoThoseWhoSendByteByByte);
    CPPUNIT_TEST(StopEndsItAndFreesThePort);
    CPPUNIT_TEST(AnAddressThatIsTakenIsRefused);
    CPPUNIT_TEST_SUITE_END();

    void ReadinessNamesEachConditionInOrder()
    {
        Readiness readiness;
        readiness.add("plugins", [] { return true; });
        readiness.add("control plane", [] { return false; });
        using State = std::vector<std::pair<std::string, bool>>;
        CPPUNIT_ASSERT(readiness.state() == (State{{"plugins", true}, {"control plane", false}, {"running", true}}));
        readiness.stop();
        CPPUNIT_ASSERT(readiness.state() == (State{{"plugins", true}, {"control plane", false}, {"running", false}}));
    }

    void ReadinessAsksTheConditionsEachTime()
    {
        Readiness readiness;
        std::atomic<bool> holds{false};
        readiness.add("x", [&] { return holds.load(); });
        CPPUNIT_ASSERT(!readiness.state()[0].second);
        holds = true;
        CPPUNIT_ASSERT(readiness.state()[0].second);
    }

    void StoppingDoesNotWaitForACondition()
    {
        Readiness readiness;
        std::promise<void> asked, mayAnswer;
        auto answered = mayAnswer.get_future().share();
        readiness.add("slow",
                      [&]
                      {
                          asked.set_value();
                          answered.wait();
                          return true;
                      });
        std::thread prober([&] { readiness.state(); });
        asked.get_future().wait();
        readiness.stop(); // would hang here
        mayAnswer.set_value();
        prober.join();
    }

    void HealthIsAnsweredWhateverIsReady()
    {
        Readiness readiness;
        readiness.add("never", [] { return false; });
        readiness.stop();
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        const auto answer = ask(server, "/healthz");
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"status":"healthy"})"), answer.body);
        CPPUNIT_ASSERT_EQUAL(200, ask(server, "/healthz?verbose").status);
        const auto head = ask(server, "/healthz", "HEAD");
        CPPUNIT_ASSERT_EQUAL(200, head.status);
        CPPUNIT_ASSERT_EQUAL(std::string(), head.body);
    }

    void ReadyIsAnsweredWithEachCondition()
    {
        Readiness readiness;
        std::atomic<bool> holds{false};
        readiness.add("plug\"ins", [&] { return holds.load(); });
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        auto answer = ask(server, "/readyz");
        CPPUNIT_ASSERT_EQUAL(503, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"status":"not ready","conditions":{"plug\"ins":false,"running":true}})"), answer.body);
        holds = true;
        answer = ask(server, "/readyz");
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"status":"ready","conditions":{"plug\"ins":true,"running":true}})"), answer.body);
        readiness.stop();
        CPPUNIT_ASSERT_EQUAL(503, ask(server, "/readyz").status);
    }

    void MetricsComeInTheFormatThatIsAskedFor()
    {
        const Readiness readiness;
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        const auto scrape = [&](const std::string& accept)
        {
            Poco::Net::HTTPClientSession session("127.0.0.1", server.port());
            Poco::Net::HTTPRequest request("GET", "/metrics", "HTTP/1.1");
            if (!accept.empty()) request.set("Accept", accept);
            session.sendRequest(request);
            Poco::Net::HTTPResponse response;
            std::string body;
            Poco::StreamCopier::copyToString(session.receiveResponse(response), body);
            return response.getContentType() + " | " + body;
        };
        CPPUNIT_ASSERT_EQUAL(std::string("text/plain; version=0.0.4; charset=utf-8 | plain"), scrape(""));
        CPPUNIT_ASSERT_EQUAL(std::string("application/openmetrics-text; version=1.0.0; charset=utf-8 | open"),
                             scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"));
    }

    void OtherPathsAreNotFound()
    {
        const Readiness readiness;
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        for (const char* path : {"/", "/health", "/healthz/", "/readyz/x", "/metrics2", "/../healthz"})
        {
            const auto answer = ask(server, path);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 404, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Not Found"})"), answer.body);
        }
    }

    void OtherMethodsAreNotAllowed()
    {
        const Readiness readiness;
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        for (const char* method : {"POST", "DELETE", "OPTIONS"})
        {
            const auto answer = ask(server, "/readyz", method);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(method, 405, answer.status);
            CPPUNIT_ASSERT_EQUAL(std::string("GET, HEAD"), answer.allow);
        }
    }

    void ManyProbesAtOnceAreAnswered()
    {
        const Readiness readiness;
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        std::vector<std::future<int>> answers;
        for (int i = 0; i < 30; ++i) answers.push_back(std::async(std::launch::async, [&] { return ask(server, "/readyz").status; }));
        for (auto& answer : answers) CPPUNIT_ASSERT_EQUAL(200, answer.get());
    }

    void SilentClientsDoNotKeepAProbeWaiting()
    {
        const Readiness readiness;
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        std::vector<Poco::Net::StreamSocket> silent;
        for (int i = 0; i < 6; ++i) silent.emplace_back(Poco::Net::SocketAddress("127.0.0.1", server.port()));
        CPPUNIT_ASSERT_EQUAL(200, ask(server, "/healthz").status);
    }

    void NorDoThoseWhoSendByteByByte()
    {
        const Readiness readiness;
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        std::promise<void> answered;
        std::vector<Poco::Net::StreamSocket> slow;
        for (int i = 0; i < 6; ++i) slow.emplace_back(Poco::Net::SocketAddress("127.0.0.1", server.port()));
        const auto send = [&slow](std::string_view text)
        {
            for (auto& client : slow) client.sendBytes(text.data(), static_cast<int>(text.size()));
        };
        send("GET /healthz HTTP/1.1\r\nX: ");
        auto sending = std::async(std::launch::async,
                                  [&send, until = answered.get_future()]
                                  {
                                      while (until.wait_for(std::chrono::milliseconds(200)) == std::future_status::timeout) send("y");
                                  });
        auto probe = std::async(std::launch::async, [&server] { return ask(server, "/healthz").status; });
        probe.wait();
        answered.set_value();
        sending.wait(); // what it throws is that the server closed the connections
        CPPUNIT_ASSERT_EQUAL(200, probe.get());
    }

    void StopEndsItAndFreesThePort()
    {
        const Readiness readiness;
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        const Poco::Net::SocketAddress address("127.0.0.1", server.port());
        Poco::Net::StreamSocket silent(address);
        server.stop();
        CPPUNIT_ASSERT_THROW(Poco::Net::StreamSocket{address}, Poco::Net::NetException);
        AdminServer next(address, readiness, metrics);
        next.start();
        CPPUNIT_ASSERT_EQUAL(200, ask(next, "/healthz").status);
        server.stop(); // once more does nothing
    }

    void AnAddressThatIsTakenIsRefused()
    {
        const Readiness readiness;
        AdminServer server(anyPort, readiness, metrics);
        server.start();
        AdminServer second(Poco::Net::SocketAddress("127.0.0.1", server.port()), readiness, metrics);
        CPPUNIT_ASSERT_THROW(second.start(), Poco::Net::NetException);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AdminServerTest);

} // namespace
