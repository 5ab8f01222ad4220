#include "integration/fixture.h"
#include "reliability/fault_table.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <cppunit/extensions/HelperMacros.h>
#include <ctime>
#include <fcntl.h>
#include <future>
#include <sys/mman.h>
#include <unistd.h>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;

namespace
{

/// The wall clock of a server that is started with launch(): off by so many seconds. See clock_shim.c.
class WallClock
{
public:
    WallClock() : _file(_directory.write("clock", std::string(sizeof(std::int64_t), '\0')))
    {
        const int descriptor = ::open(_file.c_str(), O_RDWR | O_CLOEXEC);
        void* memory = ::mmap(nullptr, sizeof *_offset, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        ::close(descriptor);
        CPPUNIT_ASSERT(memory != MAP_FAILED);
        _offset = static_cast<volatile std::int64_t*>(memory);
    }
    ~WallClock() { ::munmap(const_cast<std::int64_t*>(_offset), sizeof *_offset); }
    WallClock(const WallClock&) = delete;
    WallClock& operator=(const WallClock&) = delete;

    Launch launch() const
    {
        Launch launch;
        launch.environment = {{"LD_PRELOAD", builtProgram("tests/clock-shim.so")}, {"FW_TEST_CLOCK", _file}};
        return launch;
    }

    void jump(std::chrono::hours by) { *_offset = *_offset + std::chrono::seconds(by).count(); }

private:
    TemporaryDirectory _directory;
    const std::string _file;
    volatile std::int64_t* _offset;
};

constexpr auto year = 365 * 24h;

} // namespace

/// The wall clock is set while the server runs: nothing but what it shows to people may change.
class ClockTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ClockTest);
    CPPUNIT_TEST(theServerIsShownAnotherClock);
    CPPUNIT_TEST(callsThatWaitAreNeitherCutOffNorHeldUp);
    CPPUNIT_TEST(timeoutsCountAsBefore);
    CPPUNIT_TEST(idleConnectionsLiveAsLongAsBefore);
    CPPUNIT_TEST(anOutageEndsAsSoonAsBefore);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};
    const FaultTable _table{};

    static std::string relay(const std::string& message)
    {
        return webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer a"}, message);
    }

    /// Each protocol has its own way to wait.
    std::map<std::string, std::string> keys(const Plane& plane, Protocol protocol) const
    {
        auto keys = probeKeys(_plugins, plane.address());
        keys["control_plane.protocol"] = nameOf(protocol);
        return keys;
    }

    static Answer holdX(const ReceivedCall& call) { return call.message == "x" ? Answer{{}, 0, {}, true} : Plane::echo(call); }

    void theServerIsShownAnotherClock()
    {
        const Plane plane;
        WallClock clock;
        Webhook webhook(keys(plane, Protocol::grpc), clock.launch());
        CPPUNIT_ASSERT_EQUAL(std::string("20"), dateYear(webhook).substr(0, 2));
        const auto now = std::stoi(dateYear(webhook));
        clock.jump(100 * year);
        CPPUNIT_ASSERT(std::stoi(dateYear(webhook)) >= now + 99);
        clock.jump(-120 * year);
        CPPUNIT_ASSERT(std::stoi(dateYear(webhook)) <= now - 19);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    static std::string dateYear(const Webhook& webhook)
    {
        return webhook.get("/door", {}).headers.at("date").substr(12, 4); // "Tue, 24 Nov 2026 ..."
    }

    void callsThatWaitAreNeitherCutOffNorHeldUp()
    {
        for (const auto protocol : {Protocol::grpc, Protocol::connect})
            for (const auto by : {year, -year})
            {
                std::promise<void> open;
                Plane plane([opened = open.get_future().share()](const ReceivedCall& call) { return opened.wait(), Plane::echo(call); }, 0,
                            protocol);
                WallClock clock;
                Webhook webhook(keys(plane, protocol), clock.launch());
                WebConnection client(webhook.port());
                client.send(relay("y"));
                CPPUNIT_ASSERT(plane.waitForCalls(1));
                clock.jump(by);
                CPPUNIT_ASSERT(!client.closedWithin(300ms));
                open.set_value();
                const auto time = timeOf([&] { CPPUNIT_ASSERT_EQUAL(200, client.receive().status); });
                CPPUNIT_ASSERT(time < 10s);
            }
    }

    void timeoutsCountAsBefore()
    {
        for (const auto protocol : {Protocol::grpc, Protocol::connect})
            for (const auto by : {year, -year})
            {
                Plane plane(&holdX, 0, protocol);
                WallClock clock;
                auto settings = keys(plane, protocol);
                settings["control_plane.call_timeout"] = "1s";
                Webhook webhook(settings, clock.launch());
                WebConnection client(webhook.port());
                const auto time = timeOf(
                    [&]
                    {
                        client.send(relay("x"));
                        CPPUNIT_ASSERT(plane.waitForCalls(1));
                        clock.jump(by); // while it is waited for, and before the next
                        CPPUNIT_ASSERT_EQUAL(504, client.receive().status);
                    });
                CPPUNIT_ASSERT_MESSAGE(std::to_string(time.count()), time > 900ms && time < 20s);
                const auto again = timeOf([&] { CPPUNIT_ASSERT_EQUAL(504, client.ask(relay("x")).status); });
                CPPUNIT_ASSERT_MESSAGE(std::to_string(again.count()), again > 900ms && again < 20s);
                CPPUNIT_ASSERT_EQUAL(200, client.ask(relay("y")).status);
                _table.row(std::string("the wall clock jumps a year ") + (by > 0h ? "ahead" : "back") + " during a call, call_timeout 1 s",
                           "504 after " + std::to_string(time.count()) + " ms, the next after " + std::to_string(again.count()) + " ms",
                           nameOf(protocol));
            }
    }

    void idleConnectionsLiveAsLongAsBefore()
    {
        for (const auto by : {year, -year})
        {
            Plane plane;
            WallClock clock;
            auto settings = keys(plane, Protocol::grpc);
            settings["listener.keep_alive_timeout"] = "5s";
            Webhook webhook(settings, clock.launch());
            WebConnection client(webhook.port());
            CPPUNIT_ASSERT_EQUAL(200, client.ask(relay("y")).status);
            clock.jump(by);
            CPPUNIT_ASSERT(!client.closedWithin(500ms));
            CPPUNIT_ASSERT(client.closedWithin(30s));
            CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
            _table.row(std::string("the wall clock jumps a year ") + (by > 0h ? "ahead" : "back") + " beside an idle connection",
                       "it lives for keep_alive_timeout, neither shorter nor longer");
        }
    }

    /// How long an outage, in which the clock jumps, goes on for callers when it is over.
    std::chrono::milliseconds timeOfRecovery(Protocol protocol, std::chrono::hours by)
    {
        const ReservedPort port;
        auto plane = std::make_unique<Plane>(Plane::echo, port.number(), protocol);
        WallClock clock;
        Webhook webhook(keys(*plane, protocol), clock.launch());
        WebConnection client(webhook.port());
        CPPUNIT_ASSERT_EQUAL(200, client.ask(relay("y")).status);
        plane.reset();
        CPPUNIT_ASSERT_EQUAL(503, client.ask(relay("y")).status);
        clock.jump(by);
        CPPUNIT_ASSERT_EQUAL(503, client.ask(relay("y")).status);
        plane = std::make_unique<Plane>(Plane::echo, port.number(), protocol);
        return timeOf([&] { CPPUNIT_ASSERT(within(20s, [&] { return client.ask(relay("y")).status == 200; })); });
    }

    void anOutageEndsAsSoonAsBefore()
    {
        for (const auto protocol : {Protocol::grpc, Protocol::connect})
            for (const auto by : {year, -year})
            {
                std::chrono::milliseconds time{};
                CPPUNIT_ASSERT(oneIsWithin(2s, [&] { return time = timeOfRecovery(protocol, by); }));
                _table.row(std::string("the wall clock jumps a year ") + (by > 0h ? "ahead" : "back") + " during an outage",
                           "served " + std::to_string(time.count()) + " ms after it ends", nameOf(protocol));
            }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClockTest);
