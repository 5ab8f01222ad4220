#include "control_plane/wires.h"
#include "support/reserved_port.h"
#include <cppunit/extensions/HelperMacros.h>
#include <future>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// Server-streaming calls: their messages, and each way to end.
class StreamsTest : public WireTest
{
    CPPUNIT_TEST_SUITE(StreamsTest);
    CPPUNIT_TEST(messagesComeInOrderAndThenTheStatus);
    CPPUNIT_TEST(aCompressedStreamIsUnderstood);
    CPPUNIT_TEST(aStreamWithoutMessagesJustEnds);
    CPPUNIT_TEST(anErrorAfterMessagesIsToldByClose);
    CPPUNIT_TEST(credentialsTravelAlong);
    CPPUNIT_TEST(closingEarlyTellsTheServer);
    CPPUNIT_TEST(destroyingTellsTheServer);
    CPPUNIT_TEST(cancellationEndsAWaitAtOnce);
    CPPUNIT_TEST(theDeadlineEndsAWait);
    CPPUNIT_TEST(aStreamMayOutlastTheCallTimeout);
    CPPUNIT_TEST(callsMayBeMadeBesideAStream);
    CPPUNIT_TEST(aServerThatIsDownIsToldByClose);
    CPPUNIT_TEST(whatChangesNothingIsBegunAgainWhenUnavailable);
    CPPUNIT_TEST(nothingIsBegunAgainBehindItsFirstMessage);
    CPPUNIT_TEST(nothingIsBegunAgainForACallerWhoHasGone);
    CPPUNIT_TEST_SUITE_END();

    static std::vector<std::string> readAll(host::ControlPlaneStream& stream)
    {
        std::vector<std::string> messages;
        for (std::string message; stream.next(message);) messages.push_back(message);
        return messages;
    }

    void messagesComeInOrderAndThenTheStatus()
    {
        const auto server = serve(
            [](const ReceivedCall& call) {
                return Answer{{call.method, "", call.message, std::string(1 << 20, 'x')}};
            });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller;
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", "me"}, context);
        CPPUNIT_ASSERT(readAll(*stream) == std::vector<std::string>({"/a.B/Watch", "", "me", std::string(1 << 20, 'x')}));
        std::string message;
        CPPUNIT_ASSERT(!stream->next(message));
        CPPUNIT_ASSERT_EQUAL(0, stream->close().code);
        CPPUNIT_ASSERT_EQUAL(0, stream->close().code);
    }

    void aCompressedStreamIsUnderstood()
    {
        if (!serverSpeaksGrpc()) return;
        const std::string message(10'000, 'x');
        const auto server = serve([&](const ReceivedCall&) { return Answer{{message, message}, 0, {}, false, {}, true}; });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller;
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", ""}, context);
        CPPUNIT_ASSERT(readAll(*stream) == std::vector<std::string>({message, message}));
        CPPUNIT_ASSERT_EQUAL(0, stream->close().code);
    }

    void aStreamWithoutMessagesJustEnds()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{}; });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller;
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", ""}, context);
        CPPUNIT_ASSERT(readAll(*stream).empty());
        CPPUNIT_ASSERT_EQUAL(0, stream->close().code);
    }

    void anErrorAfterMessagesIsToldByClose()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{"one"}, code::failedPrecondition, "no more"}; });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller;
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", ""}, context);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), readAll(*stream).size());
        const auto result = stream->close();
        CPPUNIT_ASSERT_EQUAL(code::failedPrecondition, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("no more"), result.message);
    }

    void credentialsTravelAlong()
    {
        const auto server = serve([](const ReceivedCall& call) { return Answer{{call.metadata.find("authorization")->second}}; });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller{{{"authorization", "Bearer t0ken"}}};
        const auto context = caller.context();
        CPPUNIT_ASSERT(readAll(*controlPlane->open({"a.B/Watch", ""}, context)) == std::vector<std::string>({"Bearer t0ken"}));
    }

    /// A stream that gave one message and is held open by its server until it is cancelled.
    struct Held
    {
        explicit Held(const StreamsTest& test)
            : server(test.serve(
                  [this](const ReceivedCall& call)
                  {
                      const bool isStream = call.method == "/a.B/Watch";
                      return Answer{{"one"},
                                    0,
                                    "",
                                    true,
                                    [this, isStream]
                                    {
                                        if (isStream) cancelled.set_value();
                                    }};
                  })),
              controlPlane(test.controlPlaneAt(server->port()))
        {
            std::string message;
            CPPUNIT_ASSERT(stream->next(message));
        }
        bool told() { return cancelled.get_future().wait_for(20s) == std::future_status::ready; }

        std::promise<void> cancelled;
        const std::unique_ptr<CallServer> server;
        const std::unique_ptr<host::ControlPlane> controlPlane;
        Caller caller;
        const host::CallContext context = caller.context();
        std::unique_ptr<host::ControlPlaneStream> stream = controlPlane->open({"a.B/Watch", ""}, context);
    };

    void closingEarlyTellsTheServer()
    {
        Held held(*this);
        CPPUNIT_ASSERT_EQUAL(code::cancelled, held.stream->close().code);
        CPPUNIT_ASSERT(held.told());
    }

    void destroyingTellsTheServer()
    {
        Held held(*this);
        held.stream.reset();
        CPPUNIT_ASSERT(held.told());
    }

    void cancellationEndsAWaitAtOnce()
    {
        Held held(*this);
        auto more = std::async(std::launch::async,
                               [&]
                               {
                                   std::string message;
                                   return held.stream->next(message);
                               });
        CPPUNIT_ASSERT(more.wait_for(50ms) == std::future_status::timeout);
        const auto time = timeOf(
            [&]
            {
                held.caller.cancellation.cancel();
                CPPUNIT_ASSERT(!more.get());
            });
        CPPUNIT_ASSERT(time < 10s); // the deadline is later
        CPPUNIT_ASSERT_EQUAL(code::cancelled, held.stream->close().code);
        CPPUNIT_ASSERT(held.told());
    }

    void theDeadlineEndsAWait()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{"one"}, 0, "", true}; });
        const auto controlPlane = controlPlaneAt(server->port());
        const auto messagesUntilTheEnd = [&]
        {
            Caller caller{{}, 200ms};
            const auto context = caller.context();
            const auto stream = controlPlane->open({"a.B/Watch", ""}, context);
            const auto messages = readAll(*stream);
            CPPUNIT_ASSERT_EQUAL(code::deadlineExceeded, stream->close().code);
            return messages.size();
        };
        CPPUNIT_ASSERT(within(20s, [&] { return messagesUntilTheEnd() == 1; })); // a busy machine may need longer for the first one
    }

    void aStreamMayOutlastTheCallTimeout()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{"one"}, 0, "", true}; });
        auto settings = settingsFor("http://127.0.0.1:" + std::to_string(server->port()));
        settings.callTimeout = 50ms;
        const auto controlPlane = host::makeControlPlane(settings);
        Caller caller{{}, 400ms};
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", ""}, context);
        const auto time = timeOf([&] { readAll(*stream); });
        CPPUNIT_ASSERT(time >= 300ms);
    }

    void callsMayBeMadeBesideAStream()
    {
        Held held(*this);
        for (int i = 0; i < 3; ++i)
        {
            const auto result = Caller{{}, 20ms}.call(*held.controlPlane, {"a.B/C", ""});
            CPPUNIT_ASSERT_EQUAL(code::deadlineExceeded, result.code);
        }
        std::string message;
        held.caller.cancellation.cancel();
        CPPUNIT_ASSERT(!held.stream->next(message));
    }

    void aServerThatIsDownIsToldByClose()
    {
        const ReservedPort port;
        const auto controlPlane = controlPlaneAt(port.number());
        Caller caller;
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", ""}, context);
        CPPUNIT_ASSERT(readAll(*stream).empty());
        const auto result = stream->close();
        CPPUNIT_ASSERT_EQUAL(code::unavailable, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("the control plane cannot be reached"), result.message);
    }

    /// How often a stream of that kind is begun at a server that fails so often, and how it ends.
    std::pair<int, int> beginnings(int failures, int failure, bool repeatable, std::vector<std::string> before = {}) const
    {
        const auto server = serve(
            [&, left = failures](const ReceivedCall& call) mutable {
                return left-- > 0 ? Answer{before, failure, "not now"} : Answer{{call.message, "two"}};
            });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller;
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", std::string("me"), {}, repeatable}, context);
        const auto messages = readAll(*stream);
        const auto result = stream->close();
        CPPUNIT_ASSERT(messages == (result.code ? before : std::vector<std::string>{"me", "two"}));
        CPPUNIT_ASSERT_EQUAL(std::string(result.code ? "not now" : ""), result.message);
        return {server->calls(), result.code};
    }

    void whatChangesNothingIsBegunAgainWhenUnavailable()
    {
        CPPUNIT_ASSERT(std::pair(2, code::ok) == beginnings(1, code::unavailable, true));
        CPPUNIT_ASSERT(std::pair(4, code::ok) == beginnings(3, code::unavailable, true));
        CPPUNIT_ASSERT(std::pair(4, code::unavailable) == beginnings(9, code::unavailable, true));
        CPPUNIT_ASSERT(std::pair(1, code::unavailable) == beginnings(9, code::unavailable, false));
        CPPUNIT_ASSERT(std::pair(1, code::internal) == beginnings(9, code::internal, true));
    }

    void nothingIsBegunAgainBehindItsFirstMessage()
    {
        CPPUNIT_ASSERT(std::pair(1, code::unavailable) == beginnings(9, code::unavailable, true, {"one"}));
    }

    void nothingIsBegunAgainForACallerWhoHasGone()
    {
        Caller caller;
        const auto server = serve(
            [&](const ReceivedCall&)
            {
                caller.cancellation.cancel();
                return Answer{{}, code::unavailable, "not now"};
            });
        const auto controlPlane = controlPlaneAt(server->port());
        const auto context = caller.context();
        const auto stream = controlPlane->open({"a.B/Watch", "", {}, true}, context);
        CPPUNIT_ASSERT(readAll(*stream).empty());
        CPPUNIT_ASSERT(stream->close().code != code::ok);
        CPPUNIT_ASSERT_EQUAL(1, server->calls());
    }
};
FW_OVER_EACH_WIRE(StreamsTest);
