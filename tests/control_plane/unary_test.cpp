#include "control_plane/metadata_name.h"
#include "control_plane/scripted_server.h"
#include "control_plane/wires.h"
#include <cppunit/extensions/HelperMacros.h>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

using namespace flyte_webhook::test;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// A unary call: what reaches the control plane, what comes back, what is refused before.
class UnaryTest : public WireTest
{
    CPPUNIT_TEST_SUITE(UnaryTest);
    CPPUNIT_TEST(bytesTravelUnchangedBothWays);
    CPPUNIT_TEST(emptyMessagesAreMessages);
    CPPUNIT_TEST(anAnswerOf100MiBArrives);
    CPPUNIT_TEST(aCompressedAnswerIsUnderstood);
    CPPUNIT_TEST(compressionIsNotOffered);
    CPPUNIT_TEST(noProxyOfTheEnvironmentIsAsked);
    CPPUNIT_TEST(credentialsAndTraceTravelAsMetadataAndNothingElse);
    CPPUNIT_TEST(tenCallersAtOnceEachSendTheirOwn);
    CPPUNIT_TEST(eachCodeComesBackWithTheServersWords);
    CPPUNIT_TEST(wordsHoldNoCredential);
    CPPUNIT_TEST(wordsAreReadableText);
    CPPUNIT_TEST(okWithoutAMessageIsAnError);
    CPPUNIT_TEST(headersThatGrpcForbidsAreRefusedAndNotSent);
    CPPUNIT_TEST(methodsThatAreNoneAreRefused);
    CPPUNIT_TEST_SUITE_END();

    void bytesTravelUnchangedBothWays()
    {
        std::string all;
        for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
        const auto server = serve([](const ReceivedCall& call) { return Answer{{call.method + call.message}}; });
        const auto controlPlane = controlPlaneAt(server->port());
        const auto result = Caller().call(*controlPlane, {"a.b.Service/Method", all});
        CPPUNIT_ASSERT_EQUAL(0, result.code);
        CPPUNIT_ASSERT_EQUAL("/a.b.Service/Method" + all, result.message);
    }

    void emptyMessagesAreMessages()
    {
        const auto server = serve([](const ReceivedCall& call) { return Answer{{call.message}}; });
        const auto result = Caller().call(*controlPlaneAt(server->port()), {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(0, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string(), result.message);
    }

    void anAnswerOf100MiBArrives()
    {
        const std::string big(100 << 20, 'x');
        const auto server = serve([&](const ReceivedCall&) { return Answer{{big}}; });
        const auto result = Caller().call(*controlPlaneAt(server->port()), {"a.B/C", "m"});
        CPPUNIT_ASSERT_EQUAL(0, result.code);
        CPPUNIT_ASSERT(result.message == big);
    }

    /// One that stays so large when it is compressed that its end comes long after its begin.
    void aCompressedAnswerIsUnderstood()
    {
        if (!serverSpeaksGrpc()) return;
        std::string noise(4 << 20, '\0');
        std::minstd_rand random;
        for (auto& byte : noise) byte = static_cast<char>(random() >> 8);
        const auto server = serve([&](const ReceivedCall&) { return Answer{{noise}, 0, {}, false, {}, true}; });
        const auto controlPlane = controlPlaneAt(server->port());
        for (int i = 0; i < 3; ++i)
        {
            const auto result = Caller().call(*controlPlane, {"a.B/C", ""});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(result.cause, 0, result.code);
            CPPUNIT_ASSERT(result.message == noise);
        }
    }

    /// gRPC's server hides the header. Its client writes names as they are.
    void compressionIsNotOffered()
    {
        if (wire().protocol != host::ControlPlaneProtocol::grpc) return;
        std::string seen;
        {
            const ScriptedServer server(
                [&](auto& socket, int)
                {
                    const std::string settings("\0\0\0\4\0\0\0\0\0", 9);
                    socket.sendBytes(settings.data(), static_cast<int>(settings.size()));
                    for (char byte = 0; seen.find("the message") == seen.npos && socket.receiveBytes(&byte, 1) == 1;) seen += byte;
                });
            Caller().call(*controlPlaneAt(server.port(), 1), {"a.B/C", "the message"});
        }
        CPPUNIT_ASSERT(seen.find("content-type") < seen.find("the message") && seen.find("the message") != seen.npos);
        CPPUNIT_ASSERT(seen.find("accept-encoding") == seen.npos);
    }

    struct NamedProxy
    {
        explicit NamedProxy(const std::string& url) { ::setenv("http_proxy", url.c_str(), 1); }
        ~NamedProxy() { ::unsetenv("http_proxy"); }
        NamedProxy(const NamedProxy&) = delete;
        NamedProxy& operator=(const NamedProxy&) = delete;
    };

    void noProxyOfTheEnvironmentIsAsked()
    {
        const ScriptedServer proxy([](auto&, int) {});
        const NamedProxy named("http://127.0.0.1:" + std::to_string(proxy.port()));
        const auto server = serve([](const ReceivedCall&) { return Answer{{"from the server"}}; });
        const auto result = Caller().call(*controlPlaneAt(server->port()), {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL_MESSAGE(result.cause, std::string("from the server"), result.message);
        CPPUNIT_ASSERT_EQUAL(0, proxy.connections());
    }

    static bool isOfProtocol(const std::string& name)
    {
        static const std::set<std::string> names{
            "connect-protocol-version", "connect-timeout-ms", "content-length", "content-type", "host", "user-agent"};
        return names.count(name) > 0;
    }

    void credentialsAndTraceTravelAsMetadataAndNothingElse()
    {
        const auto server = serve(
            [](const ReceivedCall& call)
            {
                std::string seen;
                for (const auto& [name, value] : call.metadata)
                    if (!isOfProtocol(name)) seen += name + "=" + value + "\n";
                return Answer{{seen}};
            });
        Caller caller{{{"authorization", "Bearer  abc, def=="}, {"cookie", ""}, {"x-api-key", " ~k "}}};
        caller.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        const auto result = caller.call(*controlPlaneAt(server->port()), {"a.B/C", ""});
        const std::string key = serverSpeaksGrpc() ? " ~k " : "~k"; // the space around a value is none of HTTP/1.1's
        CPPUNIT_ASSERT_EQUAL("authorization=Bearer  abc, def==\ncookie=\ntraceparent=" + caller.traceparent + "\nx-api-key=" + key + "\n",
                             result.message);
    }

    void tenCallersAtOnceEachSendTheirOwn()
    {
        const auto server =
            serve([](const ReceivedCall& call) { return Answer{{call.metadata.find("authorization")->second + call.message}}; });
        const auto controlPlane = controlPlaneAt(server->port());
        std::atomic<int> wrong{0};
        std::vector<std::thread> callers;
        for (int i = 0; i < 10; ++i)
            callers.emplace_back(
                [&, i]
                {
                    const auto token = "Bearer token-of-" + std::to_string(i);
                    for (int n = 0; n < 200; ++n)
                    {
                        const auto message = std::to_string(n);
                        const auto result = Caller{{{"authorization", token}}}.call(*controlPlane, {"a.B/C", message});
                        if (result.code != 0 || result.message != token + message) ++wrong;
                    }
                });
        for (auto& caller : callers) caller.join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
        CPPUNIT_ASSERT_EQUAL(2000, server->calls());
    }

    void eachCodeComesBackWithTheServersWords()
    {
        const auto server = serve([](const ReceivedCall& call) { return Answer{{}, std::stoi(call.message), "words of " + call.message}; });
        const auto controlPlane = controlPlaneAt(server->port());
        for (int code = 1; code <= 16; ++code)
        {
            const auto number = std::to_string(code);
            const auto result = Caller().call(*controlPlane, {"a.B/C", number});
            CPPUNIT_ASSERT_EQUAL(code, result.code);
            CPPUNIT_ASSERT_EQUAL("words of " + number, result.message);
            CPPUNIT_ASSERT(result.cause.find("words of " + number) != std::string::npos);
        }
        CPPUNIT_ASSERT_EQUAL(16, server->calls());
    }

    void wordsHoldNoCredential()
    {
        const auto server = serve(
            [](const ReceivedCall& call)
            {
                return Answer{{},
                              code::unauthenticated,
                              "bad '" + call.metadata.find("authorization")->second + "': 0123456789abcdef of s3cr3ts3cr3t"};
            });
        Caller caller{{{"authorization", "Bearer 0123456789abcdef"}, {"cookie", "a=1; session=s3cr3ts3cr3t"}}};
        const auto result = caller.call(*controlPlaneAt(server->port()), {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(std::string("bad '***': *** of ***"), result.message);
        CPPUNIT_ASSERT(result.cause.find("0123456789abcdef") == std::string::npos);
        CPPUNIT_ASSERT(result.cause.find("s3cr3ts3cr3t") == std::string::npos);
    }

    void wordsAreReadableText()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{}, code::internal, "a\nb\x01 \xff \xc3\xa4"}; });
        const auto result = Caller().call(*controlPlaneAt(server->port()), {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(std::string("a b  \xef\xbf\xbd \xc3\xa4"), result.message);
    }

    void okWithoutAMessageIsAnError()
    {
        if (!serverSpeaksGrpc()) return; // over the Connect protocol that is an empty message
        const auto server = serve([](const ReceivedCall&) { return Answer{}; });
        const auto result = Caller().call(*controlPlaneAt(server->port()), {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(code::internal, result.code);
        CPPUNIT_ASSERT(!result.message.empty());
    }

    void headersThatGrpcForbidsAreRefusedAndNotSent()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{""}}; });
        const auto controlPlane = controlPlaneAt(server->port());
        const std::vector<std::pair<std::string, std::string>> rows{{"authorization", "a\rb"},
                                                                    {"authorization", "a\nb: c"},
                                                                    {"authorization", std::string("a\0b", 3)},
                                                                    {"authorization", "a\tb"},
                                                                    {"cookie", "\xc3\xa4"},
                                                                    {"cookie", "\x7f"},
                                                                    {"x-token-bin", "a"},
                                                                    {"grpc-timeout", "1S"},
                                                                    {":path", "/x"},
                                                                    {"te", "x"},
                                                                    {"host", "x"},
                                                                    {"content-type", "x"},
                                                                    {"Authorization", "a"},
                                                                    {"x y", "a"},
                                                                    {"", "a"},
                                                                    {"user-agent", "a"},
                                                                    {"connect-timeout-ms", "1"},
                                                                    {"accept-encoding", "gzip"},
                                                                    {"content-encoding", "gzip"},
                                                                    {"expect", "100-continue"},
                                                                    {"x\n", "a"}};
        for (const auto& [name, value] : rows)
        {
            Caller caller{{{name, value}}};
            const auto result = caller.call(*controlPlane, {"a.B/C", ""});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, code::invalidArgument, result.code);
            CPPUNIT_ASSERT_MESSAGE(name, result.message.find("'" + name + "'") != std::string::npos);
            if (name != ":path") CPPUNIT_ASSERT_MESSAGE(name, value.size() < 3 || result.message.find(value) == std::string::npos);
            std::string message;
            const auto context = caller.context();
            const auto stream = controlPlane->open({"a.B/C", ""}, context);
            CPPUNIT_ASSERT(!stream->next(message));
            CPPUNIT_ASSERT_EQUAL(code::invalidArgument, stream->close().code);
        }
        CPPUNIT_ASSERT_EQUAL(0, server->calls());
        CPPUNIT_ASSERT(host::isMetadataName("x-api-key"));
    }

    void methodsThatAreNoneAreRefused()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{""}}; });
        const auto controlPlane = controlPlaneAt(server->port());
        for (const std::string method : {"", "/", "a", "/a/b", "a/b/c", "a/", "/b", "a b/c", "a/b\n", "a/b?c"})
        {
            const auto result = Caller().call(*controlPlane, {method, ""});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(method, code::internal, result.code);
            CPPUNIT_ASSERT(result.message.find("package.Service/Method") != std::string::npos);
        }
        CPPUNIT_ASSERT_EQUAL(0, server->calls());
    }
};
FW_OVER_EACH_WIRE(UnaryTest);
