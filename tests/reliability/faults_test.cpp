#include "control_plane/scripted_server.h"
#include "integration/fixture.h"
#include "reliability/fault_table.h"
#include "support/process_facts.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <array>
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <future>
#include <thread>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
using Poco::Net::StreamSocket;

namespace
{

using Clock = std::chrono::steady_clock;

std::string text(std::chrono::milliseconds time) { return std::to_string(time.count()) + " ms"; }
std::string mebibytes(std::size_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

void send(StreamSocket& socket, const std::string& bytes) { socket.sendBytes(bytes.data(), static_cast<int>(bytes.size())); }

/// Waits until the other side has closed.
void awaitEnd(StreamSocket& socket)
{
    char bytes[4096];
    while (socket.receiveBytes(bytes, sizeof bytes) > 0)
    {
    }
}

std::string onLoopback(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

std::string httpAnswer(const std::string& head, const std::string& body)
{
    return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// What a control plane may say that is neither protocol's language, or a lie in it.
const std::vector<std::string>& nonsense()
{
    static const std::vector<std::string> all{
        "",
        "\n",
        std::string(1, '\0'),
        std::string(100'000, 'A'),
        "SSH-2.0-OpenSSH_9.2\r\n",
        std::string("\x15\x03\x01\x00\x02\x02\x28", 7),
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        httpAnswer("200 OK\r\nContent-Type: text/html", "<html>hello</html>"),
        httpAnswer("200 OK\r\nContent-Type: application/json", "{}"),
        httpAnswer("503 Service Unavailable\r\nContent-Type: text/html", "<h1>upstream</h1>"),
        httpAnswer("500 Oh\r\nContent-Type: application/json", "{\"code\":12,\"message\":[]"),
        httpAnswer("418 I am a teapot", ""),
        httpAnswer("302 Found\r\nLocation: http://127.0.0.1:1/", ""),
        "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\nContent-Length: 1000\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\nContent-Length: -1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\nContent-Length: 99999999999999999999\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
        "HTTP/1.1 200 OK\r\nX: " + std::string(1 << 20, 'h') + "\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        std::string("\x00\x00\x00\x04\x00\x00\x00\x00\x00\xff\xff\xff\x09\x00\x00\x00\x00garbage", 25), // SETTINGS, then a frame that lies
        std::string("\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x05\x01\x04\x00\x00\x00\x01\xff\xff\xff\xff\xff",
                    23)}; // and broken headers
    return all;
}

} // namespace

/// What a control plane can do to the server, for either protocol. After each the same server must work again.
class FaultsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(FaultsTest);
    CPPUNIT_TEST(refusedIsA503WithoutAnAddress);
    CPPUNIT_TEST(aNameThatDoesNotExistIsNotReadyAndA503);
    CPPUNIT_TEST(silenceIsA504AtTheCallTimeout);
    CPPUNIT_TEST(aCallThatIsHeldIsA504AndTheNextIsServed);
    CPPUNIT_TEST(anAnswerInDripsIsA504AtTheDeadline);
    CPPUNIT_TEST(aResetInMidAnswerIsA503);
    CPPUNIT_TEST(nonsenseIsAGatewayErrorAndTheServerRecovers);
    CPPUNIT_TEST(aMessageOfNonsenseIsA502);
    CPPUNIT_TEST(anAnswerOfAHundredMebibytesIsPassedOnInBoundedMemory);
    CPPUNIT_TEST(goesAwayAndIsUsedAgainWithinTwoSeconds);
    CPPUNIT_TEST(eachCodeHasItsStatus);
    CPPUNIT_TEST_SUITE_END_ABSTRACT();

public:
    /// What the server is told to speak, and what the control plane speaks.
    FaultsTest(const char* setting, Protocol protocol) : _setting(setting), _protocol(protocol) {}

    std::map<std::string, std::string> keys(const std::string& endpoint) const
    {
        auto keys = probeKeys(_plugins, endpoint);
        keys["control_plane.protocol"] = _setting;
        return keys;
    }

    static WebAnswer relay(const Webhook& webhook) { return webhook.post("/relay?method=pkg.Svc/Do", "x"); }

    void expectHealthy(const Webhook& webhook) const { CPPUNIT_ASSERT_EQUAL(200, webhook.get("/door", {}).status); }

    void refusedIsA503WithoutAnAddress()
    {
        const ReservedPort port;
        Webhook webhook(keys(onLoopback(port.number())));
        WebAnswer answer;
        const auto time = timeOf([&] { answer = relay(webhook); });
        expectUnavailable(answer, {"127.0.0.1", std::to_string(port.number())});
        CPPUNIT_ASSERT(time < 10s);
        expectHealthy(webhook);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        _table.row("refuses connections", "503 with Retry-After and no address after " + text(time), spoken());
    }

    void aNameThatDoesNotExistIsNotReadyAndA503()
    {
        const ReservedPort admin;
        auto settings = keys("http://no-such-host.invalid:80");
        settings["admin.port"] = std::to_string(admin.number());
        Webhook webhook(settings);
        const auto ready = fetch(admin.number(), "GET", "/readyz");
        CPPUNIT_ASSERT_EQUAL(503, ready.status);
        ASSERT_HOLDS("\"control_plane\":false", ready.body);
        expectUnavailable(relay(webhook), {"no-such-host"});
        webhook.program().waitFor("no-such-host.invalid");
        expectHealthy(webhook);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        _table.row("its name does not exist (DNS)",
                   "starts; `/readyz` is 503 and names the control plane; requests are 503, and the log says which name", spoken());
    }

    void silenceIsA504AtTheCallTimeout()
    {
        ScriptedServer silent([](StreamSocket& socket, int) { awaitEnd(socket); });
        auto settings = keys(onLoopback(silent.port()));
        settings["control_plane.call_timeout"] = "500ms";
        Webhook webhook(settings);
        WebAnswer answer;
        const auto time = timeOf([&] { answer = relay(webhook); });
        CPPUNIT_ASSERT_EQUAL(504, answer.status);
        CPPUNIT_ASSERT_MESSAGE(text(time), time >= 490ms && time < 10s);
        expectHealthy(webhook);
        _table.row("accepts and says nothing, call_timeout 500 ms", "504 after " + text(time), spoken());
    }

    void aCallThatIsHeldIsA504AndTheNextIsServed()
    {
        Plane plane(
            [](const ReceivedCall& call) {
                return call.message == "x" ? Answer{{}, 0, {}, true} : Plane::echo(call);
            },
            0, _protocol);
        auto settings = keys(plane.address());
        settings["control_plane.call_timeout"] = "2s"; // long enough for the others
        Webhook webhook(settings);
        auto slow = std::async(std::launch::async, [&] { return relay(webhook); });
        CPPUNIT_ASSERT(plane.waitForCalls(1));
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "y").status);
        CPPUNIT_ASSERT_EQUAL(504, slow.get().status);
        CPPUNIT_ASSERT_EQUAL(std::string("answer to y"), webhook.post("/relay?method=pkg.Svc/Do", "y").body);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, plane.calls().size());
        _table.row("holds one call, call_timeout 2 s", "504 for it, others are served meanwhile and afterwards", spoken());
    }

    void anAnswerInDripsIsA504AtTheDeadline()
    {
        Plane plane([](const ReceivedCall&) { return Answer{{std::string(100'000, 'x')}}; }, 0, _protocol);
        ScriptedServer slow([&](StreamSocket& client, int) { drip(client, plane.port()); });
        auto settings = keys(onLoopback(slow.port()));
        settings["listener.request_timeout"] = "1s";
        Webhook webhook(settings);
        WebAnswer answer;
        const auto time = timeOf([&] { answer = relay(webhook); });
        CPPUNIT_ASSERT_EQUAL(504, answer.status);
        CPPUNIT_ASSERT_MESSAGE(text(time), time < 20s); // the answer takes longer
        expectHealthy(webhook);
        _table.row("answers a few bytes at a time, request_timeout 1 s", "504 after " + text(time), spoken());
    }

    void aResetInMidAnswerIsA503()
    {
        Plane plane([](const ReceivedCall&) { return Answer{{std::string(4 << 20, 'x')}}; }, 0, _protocol);
        std::atomic<bool> broken{true};
        ScriptedServer proxy([&](StreamSocket& client, int)
                             { flyte_webhook::test::relay(client, plane.port(), broken ? 256 * 1024 : SIZE_MAX); });
        Webhook webhook(keys(onLoopback(proxy.port())));
        const auto answer = relay(webhook);
        expectUnavailable(answer, {"127.0.0.1"});
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, plane.calls().size());
        broken = false;
        const auto time = timeUntilServed(webhook);
        _table.row("resets in mid-answer", "503, not asked again; served " + text(time) + " after the fault ends", spoken());
    }

    void nonsenseIsAGatewayErrorAndTheServerRecovers()
    {
        Plane plane(Plane::echo, 0, _protocol);
        std::atomic<const std::string*> words{nullptr};
        ScriptedServer hostile(
            [&](StreamSocket& socket, int)
            {
                const auto* said = words.load();
                if (!said) return flyte_webhook::test::relay(socket, plane.port(), SIZE_MAX);
                char byte;
                socket.receiveBytes(&byte, 1); // somebody is there
                send(socket, *said);
            });
        words = &nonsense().front();
        auto settings = keys(onLoopback(hostile.port()));
        settings["control_plane.call_timeout"] = "1s";
        Webhook webhook(settings);
        for (const auto& said : nonsense())
        {
            words = &said;
            const auto answer = relay(webhook);
            CPPUNIT_ASSERT_MESSAGE(said.substr(0, 80) + " -> " + std::to_string(answer.status) + answer.body,
                                   answer.status >= 502 && answer.status <= 504);
            ASSERT_LACKS("127.0.0.1", answer.body);
            expectHealthy(webhook);
        }
        words = nullptr;
        const auto time = timeUntilServed(webhook);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        _table.row("answers garbage, " + std::to_string(nonsense().size()) +
                       " kinds (other protocols, lying lengths, broken frames, nothing)",
                   "502, 503 or 504; served " + text(time) + " after the fault ends", spoken());
    }

    void aMessageOfNonsenseIsA502()
    {
        Plane plane([](const ReceivedCall&) { return Answer{{"\xff\xff\xff\xff nonsense"}}; }, 0, _protocol);
        auto settings = keys(plane.address());
        settings.erase("plugins.directories");
        Webhook webhook(settings);
        for (const char* target : {"/run/r1", "/run/r1/io", "/me", "/task/d/p/n", "/app/a"})
        {
            const auto answer = webhook.get(target);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(target + answer.body, 502, answer.status);
            ASSERT_HOLDS("cannot be read", answer.body);
        }
        _table.row("answers a message that is none", "502 that says so", spoken());
    }

    void anAnswerOfAHundredMebibytesIsPassedOnInBoundedMemory()
    {
        constexpr std::size_t size = 100 << 20;
        Plane plane([](const ReceivedCall& call) { return Answer{{call.message == "big" ? std::string(size, 'x') : "small"}}; }, 0,
                    _protocol);
        Webhook webhook(keys(plane.address()));
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "small").status);
        const auto before = residentBytes(webhook.program().pid());
        for (int i = 0; i < 5; ++i)
        {
            const auto answer = webhook.post("/relay?method=pkg.Svc/Do", "big");
            CPPUNIT_ASSERT_EQUAL(200, answer.status);
            CPPUNIT_ASSERT_EQUAL(size, answer.body.size());
            CPPUNIT_ASSERT(answer.body.find_first_not_of('x') == std::string::npos);
        }
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "small").status);
        const auto peak = peakResidentBytes(webhook.program().pid()) - before;
        CPPUNIT_ASSERT_MESSAGE(mebibytes(peak), peak < 6 * size || !freedMemoryGoesBack);
        std::size_t after = 0;
        const auto givenBack = [&] { return (after = residentBytes(webhook.program().pid())) < before + size / 2; };
        const bool given = !freedMemoryGoesBack || within(10s, givenBack);
        CPPUNIT_ASSERT_MESSAGE("before: " + mebibytes(before) + ", after: " + mebibytes(after), given);
        _table.row("answers 100 MiB",
                   "200 with all of it; memory grows by " + mebibytes(peak) + " meanwhile, from " + mebibytes(before) + " to " +
                       mebibytes(after) + " for long",
                   spoken());
    }

    void goesAwayAndIsUsedAgainWithinTwoSeconds()
    {
        const ReservedPort port;
        auto plane = std::make_unique<Plane>(Plane::echo, port.number(), _protocol);
        Webhook webhook(keys(plane->address()));
        std::chrono::milliseconds longest{};
        for (const auto outage : {0ms, 100ms, 3000ms})
        {
            std::chrono::milliseconds time{};
            const auto back = [&]
            {
                CPPUNIT_ASSERT_EQUAL(200, relay(webhook).status);
                plane.reset();
                const auto until = Clock::now() + outage;
                while (Clock::now() < until) CPPUNIT_ASSERT_EQUAL(503, relay(webhook).status);
                plane = std::make_unique<Plane>(Plane::echo, port.number(), _protocol);
                return time = timeUntilServed(webhook);
            };
            CPPUNIT_ASSERT(oneIsWithin(2s, back));
            longest = std::max(longest, time);
            for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT_EQUAL(200, relay(webhook).status); // each of its connections is back
        }
        _table.row("goes away for 0, 0.1 and 3 s and comes back", "503, then served within " + text(longest) + ", without a restart",
                   spoken());
    }

    void eachCodeHasItsStatus()
    {
        constexpr std::array<int, 17> expected{200, 502, 502, 400, 504, 404, 409, 403, 429, 409, 409, 400, 501, 502, 503, 502, 401};
        Plane plane(
            [](const ReceivedCall& call)
            {
                const int code = std::stoi(call.message);
                return code ? Answer{{}, code, "the plane says " + call.message} : Plane::echo(call);
            },
            0, _protocol);
        Webhook webhook(keys(plane.address()));
        std::string pairs;
        for (int code = 0; code <= 16; ++code)
        {
            const auto answer = webhook.post("/relay?method=pkg.Svc/Do", std::to_string(code));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(code), expected[static_cast<std::size_t>(code)], answer.status);
            if (code) ASSERT_HOLDS("the plane says " + std::to_string(code), answer.body);
            CPPUNIT_ASSERT_EQUAL(code == 16, answer.headers.count("www-authenticate") > 0);
            CPPUNIT_ASSERT_EQUAL(code == 14, answer.headers.count("retry-after") > 0);
            pairs += (code ? ", " : "") + std::to_string(code) + " " + std::to_string(answer.status);
        }
        _table.row("answers each gRPC code", "code and HTTP status: " + pairs, spoken());
    }

protected:
    const FaultTable& table() const { return _table; }

    std::string spoken() const
    {
        const std::string protocol = nameOf(_protocol);
        return _setting == protocol ? protocol : _setting + ", meets " + protocol;
    }

private:
    static void expectUnavailable(const WebAnswer& answer, const std::vector<std::string>& hidden)
    {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, 503, answer.status);
        CPPUNIT_ASSERT(answer.headers.count("retry-after"));
        for (const auto& text : hidden) ASSERT_LACKS(text, answer.body);
    }

    /// Until a request is answered with 200; what comes meanwhile must be a 503.
    static std::chrono::milliseconds timeUntilServed(const Webhook& webhook)
    {
        return timeOf(
            [&]
            {
                const auto patience = Clock::now() + 20s;
                for (int status = 0; status != 200 && Clock::now() < patience;)
                {
                    status = relay(webhook).status;
                    CPPUNIT_ASSERT(status == 200 || status == 503);
                }
            });
    }

    /// Passes the server's bytes on so slowly that its answer takes a minute.
    static void drip(StreamSocket& client, std::uint16_t port)
    {
        StreamSocket server(Poco::Net::SocketAddress("127.0.0.1", port));
        std::thread up([client, server]() mutable { pump(client, server, 4096, 0ms); });
        pump(server, client, 64, 30ms);
        up.join();
    }

    /// Until one side ends; then the other is ended as well. Nobody waits for anything in the pause: being slow is what this does.
    static void pump(StreamSocket& from, StreamSocket& to, int most, std::chrono::milliseconds pause)
    {
        char bytes[4096];
        try
        {
            for (int got; (got = from.receiveBytes(bytes, most)) > 0; std::this_thread::sleep_for(pause)) to.sendBytes(bytes, got);
        }
        catch (const Poco::Exception&)
        {
        }
        for (auto* socket : {&from, &to}) ::shutdown(socket->impl()->sockfd(), SHUT_RDWR);
    }

    const std::string _setting;
    const Protocol _protocol;
    const PluginFolder _plugins{"probe"};
    const FaultTable _table;
};

class GrpcFaultsTest : public FaultsTest
{
    CPPUNIT_TEST_SUB_SUITE(GrpcFaultsTest, FaultsTest);
    CPPUNIT_TEST_SUITE_END();

public:
    GrpcFaultsTest() : FaultsTest("grpc", Protocol::grpc) {}
};
CPPUNIT_TEST_SUITE_REGISTRATION(GrpcFaultsTest);

class ConnectFaultsTest : public FaultsTest
{
    CPPUNIT_TEST_SUB_SUITE(ConnectFaultsTest, FaultsTest);
    CPPUNIT_TEST(anAnswerWithoutEndIsA502InBoundedMemory);
    CPPUNIT_TEST_SUITE_END();

public:
    ConnectFaultsTest() : FaultsTest("connect", Protocol::connect) {}

    void anAnswerWithoutEndIsA502InBoundedMemory()
    {
        ScriptedServer endless(
            [](StreamSocket& socket, int)
            {
                send(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/proto\r\nTransfer-Encoding: chunked\r\n\r\n");
                const auto piece = "100000\r\n" + std::string(1 << 20, 'x') + "\r\n";
                for (;;) send(socket, piece);
            });
        Webhook webhook(keys(onLoopback(endless.port())));
        const auto before = residentBytes(webhook.program().pid());
        const auto answer = relay(webhook);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, 502, answer.status);
        const auto peak = peakResidentBytes(webhook.program().pid()) - before;
        CPPUNIT_ASSERT_MESSAGE(mebibytes(peak), peak < std::size_t{1} << 30);
        expectHealthy(webhook);
        table().row("answers without end", "502 after 256 MiB; memory grows by " + mebibytes(peak) + " meanwhile", spoken());
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ConnectFaultsTest);

/// What is configured where nothing is: it tries Connect, and here the control plane speaks gRPC alone.
class AutomaticFaultsTest : public FaultsTest
{
    CPPUNIT_TEST_SUB_SUITE(AutomaticFaultsTest, FaultsTest);
    CPPUNIT_TEST_SUITE_END();

public:
    AutomaticFaultsTest() : FaultsTest("auto", Protocol::grpc) {}
};
CPPUNIT_TEST_SUITE_REGISTRATION(AutomaticFaultsTest);
