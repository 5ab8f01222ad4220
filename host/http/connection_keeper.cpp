#include "connection_keeper.h"
#include <array>
#include <utility>

namespace flyte_webhook::host
{

namespace
{

using Clock = Exchange::Clock;
using Phase = Connection::Phase;
using Outcome = ClientSocket::Outcome;

constexpr std::size_t drainedAtOnce = 1 << 20; ///< then other connections get their turn
constexpr std::size_t mostDrained = 64 << 20;
constexpr auto longestLingering = std::chrono::seconds(5);

} // namespace

Next ConnectionKeeper::awaitInput(Slot& slot, Clock::time_point until) noexcept
{
    auto& connection = *slot.connection;
    connection.until = until;
    if (connection.socket.holdsInput()) return Next::Proceed;
    return await(slot, connection.socket.reversed() ? Poller::output : Poller::input, until);
}

Next ConnectionKeeper::awaitOutput(Slot& slot) noexcept
{
    auto& connection = *slot.connection;
    const bool begins = std::exchange(connection.phase, Phase::Writing) != Phase::Writing;
    if (connection.workspace->writer.madeWay() || begins)
        connection.until = Clock::now() + _parts.bodyTimeout.load(std::memory_order_relaxed);
    return await(slot, connection.socket.reversed() ? Poller::input : Poller::output, connection.until);
}

Next ConnectionKeeper::rest(Slot& slot, Clock::time_point until) noexcept
{
    slot.idle.store(true); // before the question: who stops the server looks for idle ones after it said so
    return _parts.activity.stopping() && !slot.fresh.load() ? drop(slot) : awaitInput(slot, until);
}

Next ConnectionKeeper::park(Slot& slot) noexcept
{
    takeBack(*slot.connection);
    slot.connection->phase = Phase::Idle;
    return rest(slot, Clock::now() + _parts.limits.keepAliveTimeout);
}

Next ConnectionKeeper::linger(Slot& slot) noexcept
{
    auto& connection = *slot.connection;
    const auto until = Clock::now() + longestLingering;
    connection.phase = Phase::Lingering;
    _parts.activity.beginLingering(); // before its request ends: the server waits for either
    takeBack(connection);
    connection.socket.endOutput();
    return awaitInput(slot, until);
}

Next ConnectionKeeper::drain(Slot& slot) noexcept
{
    auto& connection = *slot.connection;
    std::array<char, 16 << 10> dropped;
    for (std::size_t total = 0; total < drainedAtOnce;)
    {
        const auto received = connection.socket.receive(dropped.data(), dropped.size());
        connection.drained += received.size;
        total += received.size;
        if (received.outcome == Outcome::Ended || connection.drained > mostDrained) return drop(slot);
        if (received.outcome == Outcome::Blocked) break;
    }
    return awaitInput(slot, connection.until);
}

Next ConnectionKeeper::drop(Slot& slot) noexcept
{
    const bool lingered = slot.connection && slot.connection->phase == Phase::Lingering;
    if (slot.connection) takeBack(*slot.connection);
    slot.idle.store(false, std::memory_order_release);
    slot.fresh.store(false, std::memory_order_release);
    _parts.table.release(slot);
    if (lingered) _parts.activity.endLingering();
    return Next::Nothing;
}

void ConnectionKeeper::lend(Slot& slot)
{
    auto& connection = *slot.connection;
    if (connection.workspace) return;
    connection.workspace = _spare ? std::move(_spare) : std::make_unique<Workspace>(_parts.limits, _parts.memory, _parts.answers);
    _parts.activity.begin();
    slot.idle.store(false, std::memory_order_release); // after that: it is always counted as one or the other
    slot.fresh.store(false, std::memory_order_release);
}

void ConnectionKeeper::takeBack(Connection& connection) noexcept
{
    if (!connection.workspace) return;
    connection.workspace->reader.clear();
    connection.workspace->writer.clear();
    if (!_spare) _spare = std::move(connection.workspace);
    connection.workspace.reset();
    _parts.activity.end();
}

Next ConnectionKeeper::await(Slot& slot, std::uint32_t events, Clock::time_point until) noexcept
{
    auto& connection = *slot.connection;
    connection.until = until;
    slot.until.store(until.time_since_epoch().count(), std::memory_order_relaxed);
    const auto generation = slot.ownership.beginArming();
    if (arm(slot, events, generation)) return slot.ownership.armed(generation) ? Next::Nothing : Next::Proceed;
    slot.ownership.takeBack();
    return drop(slot);
}

bool ConnectionKeeper::arm(Slot& slot, std::uint32_t events, std::uint32_t generation) noexcept
{
    auto& connection = *slot.connection;
    const Poller::Key key{_parts.table.indexOf(slot), generation};
    const bool known = std::exchange(connection.polled, true);
    const int descriptor = connection.socket.descriptor();
    return known ? _parts.poller.arm(descriptor, events, key) : _parts.poller.add(descriptor, events, key);
}

} // namespace flyte_webhook::host
