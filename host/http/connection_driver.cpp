#include "connection_driver.h"
#include "http_exchange.h"
#include <array>

namespace flyte_webhook::host
{

namespace
{

using Clock = Exchange::Clock;
using Phase = Connection::Phase;
using Outcome = ClientSocket::Outcome;

constexpr std::size_t readAtOnce = 1 << 20;   ///< then other connections get their turn
constexpr std::size_t mostDrained = 64 << 20; ///< of what a refused client still sends
constexpr auto longestLingering = std::chrono::seconds(5);

constexpr Rejection overloaded{503, "The server has too much to do at the moment"};
constexpr Rejection tooManyConnections{503, "The server has too many connections at the moment"};
constexpr Rejection headerTooLate{408, "The request's header did not come in time"};
constexpr Rejection bodyTooLate{408, "The request's body did not come in time"};

/// Ends a turn of serving, however it ends.
class Turn
{
public:
    explicit Turn(WorkerPool& pool) noexcept : _pool(pool) {}
    ~Turn() { _pool.endServing(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    WorkerPool& _pool;
};

} // namespace

/// Runs the first step, then goes on while there is input. What is thrown (no memory) costs this connection alone: giving it away, the last
/// thing that a step does, throws nothing.
template <typename Step> void ConnectionDriver::drive(Slot& slot, Step step) noexcept
{
    try
    {
        for (bool more = step(); more;) more = examine(slot);
    }
    catch (...)
    {
        drop(slot);
    }
}

void ConnectionDriver::admit(FileDescriptor descriptor, const PeerAddress& peer)
{
    auto* slot = _parts.table.take();
    if (!slot)
    {
        _parts.refused.fetch_add(1, std::memory_order_relaxed); // so many are being told already
        return;
    }
    drive(*slot,
          [&]
          {
              slot->connection = std::make_unique<Connection>(std::move(descriptor), peer);
              if (_parts.table.size() > _parts.limits.maxConnections) return refuse(*slot, tooManyConnections, Ending::Linger);
              await(*slot, Poller::input, Clock::now() + _parts.limits.headerTimeout);
              return false;
          });
}

void ConnectionDriver::ready(Slot& slot) noexcept
{
    drive(slot, [&] { return proceed(slot); });
}

void ConnectionDriver::serveQueued(Slot& slot) noexcept
{
    drive(slot, [&] { return serve(slot); });
}

void ConnectionDriver::expired(Slot& slot) noexcept
{
    drive(slot,
          [&]
          {
              const auto phase = slot.connection->phase;
              if (phase == Phase::Head || phase == Phase::Body) return refuseLate(slot);
              drop(slot);
              return false;
          });
}

bool ConnectionDriver::refuseLate(Slot& slot)
{
    const auto& connection = *slot.connection;
    connection.workspace->reader.refresh();
    return refuse(slot, connection.phase == Phase::Head ? headerTooLate : bodyTooLate, Ending::Linger);
}

void ConnectionDriver::closeIfIdle(Slot& slot) noexcept
{
    const auto& connection = *slot.connection;
    if (connection.phase == Phase::Fresh || connection.phase == Phase::Idle)
        drop(slot);
    else
        await(slot, connection.awaited, connection.until);
}

bool ConnectionDriver::proceed(Slot& slot)
{
    switch (slot.connection->phase)
    {
    case Phase::Writing: return resumeWriting(slot);
    case Phase::Lingering: drain(slot); return false;
    default: return read(slot);
    }
}

bool ConnectionDriver::read(Slot& slot)
{
    auto& connection = *slot.connection;
    lend(connection);
    auto& reader = connection.workspace->reader;
    for (std::size_t total = 0; total < readAtOnce;)
    {
        char* space = reader.space();
        const auto room = reader.spaceSize();
        const auto received = connection.socket.receive(space, room);
        if (received.outcome == Outcome::Ended || (received.outcome == Outcome::Blocked && reader.empty()))
            return nothingRead(slot, received.outcome);
        reader.added(received.size);
        total += received.size;
        const auto state = reader.parse();
        if (received.size < room || state == RequestReader::State::Whole || state == RequestReader::State::Rejected) break;
    }
    return true;
}

bool ConnectionDriver::nothingRead(Slot& slot, Outcome why) noexcept
{
    auto& connection = *slot.connection;
    giveBack(connection);
    if (why == Outcome::Ended)
        drop(slot);
    else
        await(slot, connection.awaited, connection.until);
    return false;
}

bool ConnectionDriver::examine(Slot& slot)
{
    auto& reader = slot.connection->workspace->reader;
    switch (reader.parse())
    {
    case RequestReader::State::Whole: return dispatch(slot);
    case RequestReader::State::Rejected: return refuse(slot, reader.rejection(), Ending::Linger);
    default: return awaitMore(slot);
    }
}

bool ConnectionDriver::awaitMore(Slot& slot)
{
    auto& connection = *slot.connection;
    auto& [reader, writer, received] = *connection.workspace;
    const auto now = Clock::now();
    const auto phase = reader.parse() == RequestReader::State::Body ? Phase::Body : Phase::Head;
    if (phase == Phase::Body && connection.phase != Phase::Body) connection.until = now + _parts.limits.bodyTimeout;
    if (phase == Phase::Head && connection.phase == Phase::Idle) connection.until = now + _parts.limits.headerTimeout;
    connection.phase = phase;
    if (reader.takeExpectation())
    {
        writer.add("HTTP/1.1 100 Continue\r\n\r\n");
        if (writer.flush(connection.socket) == Outcome::Blocked)
        {
            awaitOutput(slot);
            return false;
        }
    }
    await(slot, Poller::input, connection.until);
    return false;
}

bool ConnectionDriver::dispatch(Slot& slot)
{
    slot.connection->workspace->received = Clock::now();
    if (_parts.queue.size() == 0 && _parts.pool.beginServing()) return serve(slot);
    if (_parts.queue.push(slot)) return false;
    return refuse(slot, overloaded, Ending::Keep);
}

bool ConnectionDriver::serve(Slot& slot)
{
    Ending ending;
    {
        const Turn turn(_parts.pool);
        ending = HttpExchange(_parts, slot).serve();
    }
    return answered(slot, ending);
}

bool ConnectionDriver::refuse(Slot& slot, const Rejection& rejection, Ending behind)
{
    auto& connection = *slot.connection;
    lend(connection);
    const auto ending = HttpExchange(_parts, slot).refuse(rejection, behind);
    return answered(slot, ending);
}

bool ConnectionDriver::answered(Slot& slot, Ending ending)
{
    auto& connection = *slot.connection;
    auto& [reader, writer, received] = *connection.workspace;
    reader.next();
    connection.phase = Phase::Idle;
    connection.ending = ending == Ending::Close && !reader.empty() ? Ending::Linger : ending;
    if (ending != Ending::Keep) reader.clear();
    if (ending == Ending::Broken || !writer.pending()) return written(slot);
    awaitOutput(slot);
    return false;
}

bool ConnectionDriver::resumeWriting(Slot& slot)
{
    auto& connection = *slot.connection;
    switch (connection.workspace->writer.flush(connection.socket))
    {
    case Outcome::Moved: connection.phase = Phase::Idle; return written(slot);
    case Outcome::Blocked: awaitOutput(slot); return false;
    case Outcome::Ended: break;
    }
    drop(slot);
    return false;
}

bool ConnectionDriver::written(Slot& slot)
{
    auto& connection = *slot.connection;
    switch (connection.ending)
    {
    case Ending::Keep:
        if (!connection.workspace->reader.empty()) return true;
        park(slot);
        break;
    case Ending::Linger: linger(slot); break;
    default: drop(slot);
    }
    return false;
}

void ConnectionDriver::awaitOutput(Slot& slot) noexcept
{
    slot.connection->phase = Phase::Writing;
    await(slot, Poller::output, Clock::now() + _parts.limits.bodyTimeout);
}

void ConnectionDriver::park(Slot& slot) noexcept
{
    if (_parts.activity.stopping()) return drop(slot);
    giveBack(*slot.connection);
    slot.connection->phase = Phase::Idle;
    await(slot, Poller::input, Clock::now() + _parts.limits.keepAliveTimeout);
}

void ConnectionDriver::linger(Slot& slot) noexcept
{
    auto& connection = *slot.connection;
    giveBack(connection);
    connection.socket.endOutput();
    connection.phase = Phase::Lingering;
    await(slot, Poller::input, Clock::now() + longestLingering);
}

void ConnectionDriver::drain(Slot& slot) noexcept
{
    auto& connection = *slot.connection;
    std::array<char, 16 << 10> dropped;
    for (std::size_t total = 0; total < readAtOnce;)
    {
        const auto received = connection.socket.receive(dropped.data(), dropped.size());
        connection.drained += received.size;
        if (received.outcome == Outcome::Ended || connection.drained > mostDrained) return drop(slot);
        if (received.outcome == Outcome::Blocked) break;
        total += received.size;
    }
    await(slot, Poller::input, connection.until);
}

void ConnectionDriver::await(Slot& slot, std::uint32_t events, Clock::time_point until) noexcept
{
    auto& connection = *slot.connection;
    connection.awaited = events;
    connection.until = until;
    slot.until.store(until.time_since_epoch().count(), std::memory_order_relaxed);
    const bool polled = std::exchange(connection.polled, true);
    const int descriptor = connection.socket.descriptor();
    const auto generation = slot.ownership.beginArming();
    const Poller::Key key{_parts.table.indexOf(slot), generation};
    if (polled ? _parts.poller.arm(descriptor, events, key) : _parts.poller.add(descriptor, events, key))
        slot.ownership.armed(generation);
    else if (slot.ownership.take(generation))
        drop(slot);
}

void ConnectionDriver::drop(Slot& slot) noexcept
{
    if (slot.connection) giveBack(*slot.connection);
    _parts.table.release(slot);
}

void ConnectionDriver::lend(Connection& connection)
{
    if (connection.workspace) return;
    connection.workspace = _spare ? std::move(_spare) : std::make_unique<Workspace>(_parts.limits);
    _parts.activity.begin();
}

void ConnectionDriver::giveBack(Connection& connection) noexcept
{
    if (!connection.workspace) return;
    connection.workspace->reader.clear();
    connection.workspace->writer.clear();
    if (!_spare) _spare = std::move(connection.workspace);
    connection.workspace.reset();
    _parts.activity.end();
}

} // namespace flyte_webhook::host
