#include "http_server.h"
#include "acceptor.h"
#include "base/heap.h"
#include "connection_driver.h"
#include "timer.h"
#include <algorithm>
#include <limits>
#include <optional>
#include <system_error>
#include <thread>

namespace flyte_webhook::host
{

namespace
{

using std::chrono::milliseconds;

constexpr auto idleThread = std::chrono::seconds(10);  ///< then one that rests ends
constexpr auto firstRequest = std::chrono::seconds(1); ///< at the end: for who connected just before it
constexpr auto lastAnswer = std::chrono::seconds(1);   ///< at the end: for who is still sending behind it, whenever that began

// What is in the poller beside the connections, by the index of its key.
constexpr auto timerIndex = std::numeric_limits<std::uint32_t>::max();
constexpr auto listenerIndex = timerIndex - 1;
constexpr auto endIndex = timerIndex - 2;

/// How often deadlines are looked at: one is overrun by so much at most.
milliseconds sweepPeriod(const HttpLimits& limits)
{
    const auto shortest = std::min({limits.keepAliveTimeout, limits.headerTimeout, limits.bodyTimeout});
    return std::clamp(shortest / 10, milliseconds(5), milliseconds(500));
}

} // namespace

/// The server's threads and how they end.
class HttpServer::Core
{
public:
    Core(const Poco::Net::SocketAddress& address, const HttpLimits& limits, RequestHandler& handler)
        : _address(address), _timer(sweepPeriod(limits)), _parts(limits, handler, [this] { work(); })
    {
    }
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    void useTls(std::shared_ptr<const TlsContext> tls) noexcept { _parts.tls.set(std::move(tls)); }
    std::shared_ptr<const TlsContext> tls() const noexcept { return _parts.tls.get(); }
    void useBodyTimeout(milliseconds timeout) noexcept { _parts.bodyTimeout.store(timeout, std::memory_order_relaxed); }
    void listenOn(FileDescriptor socket) noexcept { _inherited = std::move(socket); }
    void divert(Diversion diversion) { _parts.diversion = std::move(diversion); }
    void start();
    Poco::Net::SocketAddress address() const { return _acceptor ? _acceptor->address() : _address; }
    std::size_t stop(milliseconds patience);
    std::size_t stuck() const noexcept { return _parts.activity.cut() ? _parts.pool.threads() : 0; }

    /// Whether it may be destroyed; stop() is called if it was not.
    bool end();
    Counts counts() const;
    Pulse pulse() const;

private:
    void work();
    void serveQueued(ConnectionDriver& driver);
    void handle(Poller::Key event, ConnectionDriver& driver);
    void accept(ConnectionDriver& driver);
    void sweep(ConnectionDriver& driver);
    template <typename Which> void closeIdle(Which which);
    template <typename Which> std::size_t closeIdleOnce(Which which);
    void awaitFirstRequests(milliseconds patience);
    bool hasFresh();
    void closeAll();

    const Poco::Net::SocketAddress _address;
    FileDescriptor _inherited;
    std::unique_ptr<Acceptor> _acceptor;
    Timer _timer;
    Heap _heap; ///< the timer's event is one thread's at a time
    std::atomic<std::uint64_t> _beats{0};
    ServerParts _parts;
};

void HttpServer::Core::start()
{
    _acceptor = _inherited.valid() ? std::make_unique<Acceptor>(std::move(_inherited)) : std::make_unique<Acceptor>(_address);
    const bool good = _parts.poller.add(_timer.descriptor(), Poller::input, {timerIndex, 0}) &&
                      _parts.poller.add(_parts.activity.cutDescriptor(), Poller::inputForAll, {endIndex, 0});
    if (!good) throw std::system_error(errno, std::system_category(), "cannot wait for connections");
    _parts.pool.start();
    _acceptor->begin(_parts.poller, {listenerIndex, 0});
}

std::size_t HttpServer::Core::stop(milliseconds patience)
{
    const auto until = Exchange::Clock::now() + patience;
    _parts.activity.stop();
    if (_acceptor) _acceptor->close();
    closeIdle([](const Slot& slot) { return !slot.fresh.load(); });
    awaitFirstRequests(std::min<milliseconds>(patience, firstRequest));
    closeIdle([](const Slot&) { return true; });
    _parts.activity.waitUntilNone(std::chrono::duration_cast<milliseconds>(until - Exchange::Clock::now()), lastAnswer);
    const auto left = _parts.activity.count();
    _parts.activity.cutOff();
    _parts.watch.tellAll();
    _parts.pool.stop(_parts.limits.endTimeout);
    closeAll();
    return left;
}

bool HttpServer::Core::end()
{
    if (!_parts.activity.cut()) stop(milliseconds(0));
    return _parts.pool.stop(milliseconds(0)) == 0;
}

HttpServer::Counts HttpServer::Core::counts() const
{
    Counts counts;
    counts.connections = _parts.table.size();
    counts.parked = counts.connections - std::min(counts.connections, _parts.activity.count());
    counts.threads = _parts.pool.threads();
    counts.running = _parts.pool.serving();
    counts.queued = _parts.queue.size();
    counts.accepted = _parts.accepted.load(std::memory_order_relaxed);
    counts.refused = _parts.refused.load(std::memory_order_relaxed) + (_acceptor ? _acceptor->refused() : 0);
    counts.handshakesFailed = _parts.handshakesFailed.load(std::memory_order_relaxed);
    return counts;
}

HttpServer::Pulse HttpServer::Core::pulse() const
{
    return {_beats.load(std::memory_order_relaxed), _parts.accepted.load(std::memory_order_relaxed), _acceptor->waiting()};
}

/// What each thread does.
void HttpServer::Core::work()
{
    ConnectionDriver driver(_parts);
    while (!_parts.activity.cut())
    {
        serveQueued(driver);
        if (!_parts.pool.awaitTurn(idleThread)) return;
        if (const auto event = _parts.poller.wait()) handle(*event, driver);
    }
}

void HttpServer::Core::serveQueued(ConnectionDriver& driver)
{
    while (_parts.queue.size() > 0 && !_parts.activity.cut() && _parts.pool.beginServing())
    {
        if (auto* slot = _parts.queue.pop())
            driver.serveQueued(*slot);
        else
            _parts.pool.endServing();
    }
}

void HttpServer::Core::handle(Poller::Key event, ConnectionDriver& driver)
{
    switch (event.index)
    {
    case endIndex: return;
    case timerIndex: return sweep(driver);
    case listenerIndex: return accept(driver);
    default: break;
    }
    auto& slot = _parts.table.at(event.index);
    if (slot.ownership.take(event.generation))
        driver.ready(slot);
    else
        _parts.watch.tell(slot, event.generation);
}

void HttpServer::Core::accept(ConnectionDriver& driver)
{
    Slot* quick = nullptr; // whose request has come already, or that is one too many: no other client shall wait for its handler
    _acceptor->accept(
        _parts.poller, {listenerIndex, 0},
        [&](FileDescriptor descriptor, const PeerAddress& peer)
        {
            quick = driver.admit(std::move(descriptor), peer);
            return !quick;
        },
        !_parts.tls.get());
    if (quick) driver.ready(*quick);
}

void HttpServer::Core::sweep(ConnectionDriver& driver)
{
    const auto time = Exchange::Clock::now();
    const auto now = time.time_since_epoch().count();
    _parts.table.each(
        [&](Slot& slot)
        {
            if (slot.ownership.takeIf([&] { return slot.until.load(std::memory_order_relaxed) <= now; })) driver.expired(slot);
        });
    _acceptor->resume(_parts.poller, {listenerIndex, 0});
    _parts.handler.tend();
    _heap.tend(time);
    _beats.fetch_add(1, std::memory_order_relaxed);
    _timer.acknowledge();
    _parts.poller.arm(_timer.descriptor(), Poller::input, {timerIndex, 0});
}

/// After stop() of the activity and close() of the acceptor: no connection becomes idle any more.
template <typename Which> void HttpServer::Core::closeIdle(Which which)
{
    while (closeIdleOnce(which) > 0) std::this_thread::yield();
}

/// Returns how many could not be closed because a thread has them in hand at this moment.
template <typename Which> std::size_t HttpServer::Core::closeIdleOnce(Which which)
{
    ConnectionDriver driver(_parts);
    std::size_t left = 0;
    _parts.table.each(
        [&](Slot& slot)
        {
            const auto idle = [&] { return slot.idle.load() && which(slot); };
            if (slot.ownership.takeIf(idle))
                driver.close(slot);
            else if (idle())
                ++left;
        });
    return left;
}

/// Clients that have only just come have their first request on its way: closing their connections would cost them that.
void HttpServer::Core::awaitFirstRequests(milliseconds patience)
{
    const auto until = Exchange::Clock::now() + patience;
    while (hasFresh() && Exchange::Clock::now() < until) std::this_thread::sleep_for(milliseconds(1));
}

bool HttpServer::Core::hasFresh()
{
    bool found = false;
    _parts.table.each([&found](const Slot& slot) { found = found || slot.fresh.load(); });
    return found;
}

/// Once no thread is left, but for stuck ones, which keep the connections they own.
void HttpServer::Core::closeAll()
{
    ConnectionDriver driver(_parts);
    while (auto* slot = _parts.queue.pop()) driver.close(*slot);
    _parts.table.each(
        [&driver](Slot& slot)
        {
            if (slot.ownership.takeIf([] { return true; })) driver.close(slot);
        });
}

HttpServer::HttpServer(const Poco::Net::SocketAddress& address, const HttpLimits& limits, RequestHandler& handler)
    : _core(std::make_unique<Core>(address, limits, handler))
{
}

HttpServer::~HttpServer()
{
    if (!_core->end()) static_cast<void>(_core.release()); // stuck threads still use it
}

void HttpServer::listenOn(FileDescriptor socket) { _core->listenOn(std::move(socket)); }

void HttpServer::divert(Diversion diversion) { _core->divert(std::move(diversion)); }

void HttpServer::useTls(std::shared_ptr<const TlsContext> tls) { _core->useTls(std::move(tls)); }

std::shared_ptr<const TlsContext> HttpServer::tls() const { return _core->tls(); }

void HttpServer::useBodyTimeout(std::chrono::milliseconds timeout) { _core->useBodyTimeout(timeout); }

void HttpServer::start() { _core->start(); }

Poco::Net::SocketAddress HttpServer::address() const { return _core->address(); }

std::size_t HttpServer::stop(milliseconds patience) { return _core->stop(patience); }

std::size_t HttpServer::stuck() const { return _core->stuck(); }

HttpServer::Counts HttpServer::counts() const { return _core->counts(); }

HttpServer::Pulse HttpServer::pulse() const { return _core->pulse(); }

} // namespace flyte_webhook::host
