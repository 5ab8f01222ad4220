#include "connection_driver.h"
#include "http_exchange.h"

namespace flyte_webhook::host
{

namespace
{

using Clock = Exchange::Clock;
using Phase = Connection::Phase;
using Outcome = ClientSocket::Outcome;

constexpr std::size_t readAtOnce = 1 << 20; ///< then other connections get their turn

constexpr Rejection overloaded{ErrorKind::Overloaded, "The server has too much to do at the moment"};
constexpr Rejection tooManyConnections{ErrorKind::TooManyConnections, "The server has too many connections at the moment"};
constexpr Rejection tooMuchInMemory{ErrorKind::TooMuchInMemory, "The server holds too many big requests and answers at the moment"};
constexpr Rejection withoutTls{ErrorKind::PlainHttp, "This port speaks HTTPS alone; begin its address with https://"};
constexpr Rejection headerTooLate{ErrorKind::RequestTimeout, "The request's header did not come in time"};
constexpr Rejection bodyTooLate{ErrorKind::RequestTimeout, "The request's body did not come in time"};

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

/// Takes the first step, then all that follow. What is thrown (no memory) costs this connection alone: giving it away, the last thing that
/// a step does, throws nothing.
template <typename Step> void ConnectionDriver::drive(Slot& slot, Step step) noexcept
{
    try
    {
        for (auto next = step(); next != Next::Nothing;) next = next == Next::Examine ? examine(slot) : proceed(slot);
    }
    catch (...)
    {
        close(slot);
    }
}

Slot* ConnectionDriver::admit(FileDescriptor descriptor, const PeerAddress& peer) noexcept
{
    auto* slot = _parts.table.take();
    _parts.accepted.fetch_add(1, std::memory_order_relaxed);
    if (!slot) _parts.refused.fetch_add(1, std::memory_order_relaxed); // so many are being told already
    try
    {
        return slot && begin(*slot, std::move(descriptor), peer) != Next::Nothing ? slot : nullptr;
    }
    catch (...) // no memory
    {
        close(*slot);
        return nullptr;
    }
}

void ConnectionDriver::ready(Slot& slot) noexcept
{
    drive(slot, [&] { return proceed(slot); });
}

void ConnectionDriver::expired(Slot& slot) noexcept
{
    drive(slot, [&] { return endInTime(slot); });
}

void ConnectionDriver::serveQueued(Slot& slot) noexcept
{
    drive(slot, [&] { return serve(slot); });
}

Next ConnectionDriver::begin(Slot& slot, FileDescriptor descriptor, const PeerAddress& peer)
{
    slot.connection = std::make_unique<Connection>(std::move(descriptor), peer, _parts.tls.get().get());
    auto& connection = *slot.connection;
    connection.until = Clock::now() + _parts.limits.headerTimeout;
    if (_parts.table.size() > _parts.limits.maxConnections)
    {
        connection.phase = Phase::Surplus;
        return Next::Proceed;
    }
    if (_parts.diversion) _parts.diversion.await(connection.socket.descriptor());
    slot.fresh.store(true);
    return _keeper.rest(slot, connection.until);
}

Next ConnectionDriver::proceed(Slot& slot)
{
    auto& connection = *slot.connection;
    const auto start = connection.socket.start();
    switch (start)
    {
    case ClientSocket::Start::Ready: return proceedReady(slot);
    case ClientSocket::Start::Blocked: return _keeper.awaitInput(slot, connection.until);
    case ClientSocket::Start::PlainHttp:
    case ClientSocket::Start::Ended: break;
    }
    return handshakeFailed(slot, start);
}

Next ConnectionDriver::handshakeFailed(Slot& slot, ClientSocket::Start how)
{
    // Who connects and says nothing looks whether the port is open, as load balancers do.
    if (slot.connection->socket.heard()) _parts.handshakesFailed.fetch_add(1, std::memory_order_relaxed);
    return how == ClientSocket::Start::PlainHttp ? refuse(slot, withoutTls, Ending::Linger) : _keeper.drop(slot);
}

Next ConnectionDriver::proceedReady(Slot& slot)
{
    switch (slot.connection->phase)
    {
    case Phase::Writing: return resumeWriting(slot);
    case Phase::Lingering: return _keeper.drain(slot);
    case Phase::Surplus: return refuse(slot, tooManyConnections, Ending::Linger);
    default: return read(slot);
    }
}

Next ConnectionDriver::read(Slot& slot)
{
    auto& connection = *slot.connection;
    if (connection.phase == Phase::Fresh && _parts.diversion && _parts.diversion.wants(connection.socket.descriptor())) return divert(slot);
    _keeper.lend(slot);
    auto& reader = connection.workspace->reader;
    for (std::size_t total = 0; total < readAtOnce;)
    {
        char* space = reader.space();
        if (!space) return refuseUnread(slot, tooMuchInMemory);
        const auto room = reader.spaceSize();
        const auto received = connection.socket.receive(space, room);
        if (received.outcome == Outcome::Ended) return _keeper.drop(slot);
        reader.added(received.size);
        total += received.size;
        const auto state = reader.parse();
        const bool drained = received.size < room && !connection.socket.holdsInput();
        if (drained || state == RequestReader::State::Whole || state == RequestReader::State::Rejected) break;
    }
    return reader.empty() ? awaitFirstByte(slot) : Next::Examine;
}

Next ConnectionDriver::divert(Slot& slot)
{
    auto& socket = slot.connection->socket;
    _parts.poller.remove(socket.descriptor());
    _parts.diversion.take(socket.release());
    return _keeper.drop(slot);
}

/// The event was for nothing: the connection stays as it was.
Next ConnectionDriver::awaitFirstByte(Slot& slot) noexcept
{
    auto& connection = *slot.connection;
    _keeper.takeBack(connection);
    slot.fresh.store(connection.phase == Phase::Fresh);
    return _keeper.rest(slot, connection.until);
}

Next ConnectionDriver::examine(Slot& slot)
{
    auto& reader = slot.connection->workspace->reader;
    switch (reader.parse())
    {
    case RequestReader::State::Whole: return dispatch(slot);
    case RequestReader::State::Rejected: return refuse(slot, reader.rejection(), Ending::Linger);
    default: return awaitMore(slot);
    }
}

Next ConnectionDriver::awaitMore(Slot& slot)
{
    auto& connection = *slot.connection;
    auto& [reader, writer, received] = *connection.workspace;
    setDeadline(connection, reader.parse() == RequestReader::State::Body ? Phase::Body : Phase::Head);
    if (reader.takeExpectation())
    {
        writer.add("HTTP/1.1 100 Continue\r\n\r\n");
        if (writer.flush(connection.socket) == Outcome::Blocked) return _keeper.awaitOutput(slot);
    }
    return _keeper.awaitInput(slot, connection.until);
}

/// A phase has one deadline, however many pieces come in it.
void ConnectionDriver::setDeadline(Connection& connection, Phase phase) const
{
    if (phase == Phase::Body && connection.phase != Phase::Body)
        connection.until = Clock::now() + _parts.bodyTimeout.load(std::memory_order_relaxed);
    if (phase == Phase::Head && connection.phase == Phase::Idle) connection.until = Clock::now() + _parts.limits.headerTimeout;
    connection.phase = phase;
}

Next ConnectionDriver::dispatch(Slot& slot)
{
    slot.connection->workspace->received = Clock::now();
    if (_parts.queue.size() == 0 && _parts.pool.beginServing()) return serve(slot);
    if (_parts.queue.push(slot)) return Next::Nothing;
    return refuse(slot, overloaded, Ending::Keep);
}

Next ConnectionDriver::serve(Slot& slot)
{
    Ending ending;
    {
        const Turn turn(_parts.pool);
        ending = HttpExchange(_parts, slot).serve();
    }
    return answered(slot, ending);
}

Next ConnectionDriver::refuse(Slot& slot, const Rejection& rejection, Ending behind)
{
    _keeper.lend(slot);
    slot.connection->workspace->received = Clock::now();
    const auto ending = HttpExchange(_parts, slot).refuse(rejection, behind);
    return answered(slot, ending);
}

Next ConnectionDriver::endInTime(Slot& slot)
{
    const auto& connection = *slot.connection;
    if (!connection.socket.started()) return handshakeFailed(slot, ClientSocket::Start::Ended);
    if (connection.phase != Phase::Head && connection.phase != Phase::Body) return _keeper.drop(slot);
    return refuseUnread(slot, connection.phase == Phase::Head ? headerTooLate : bodyTooLate);
}

/// Refuses a request that has not come whole.
Next ConnectionDriver::refuseUnread(Slot& slot, const Rejection& rejection)
{
    slot.connection->workspace->reader.refresh();
    return refuse(slot, rejection, Ending::Linger);
}

Next ConnectionDriver::answered(Slot& slot, Ending ending)
{
    auto& connection = *slot.connection;
    auto& [reader, writer, received] = *connection.workspace;
    const bool expectsMore = reader.keepAlive() && _parts.activity.stopping(); // and the next request may be on its way
    reader.next();
    connection.phase = Phase::Idle;
    connection.ending = ending == Ending::Close && (expectsMore || !reader.empty()) ? Ending::Linger : ending;
    if (ending != Ending::Keep) reader.clear();
    if (ending == Ending::Broken || !writer.pending()) return written(slot);
    return writer.mayWait() ? _keeper.awaitOutput(slot) : breakOff(slot);
}

/// There is no memory for the rest of an answer until its client takes it.
Next ConnectionDriver::breakOff(Slot& slot)
{
    _parts.refused.fetch_add(1, std::memory_order_relaxed);
    return _keeper.drop(slot);
}

Next ConnectionDriver::resumeWriting(Slot& slot)
{
    auto& connection = *slot.connection;
    switch (connection.workspace->writer.flush(connection.socket))
    {
    case Outcome::Moved: connection.phase = Phase::Idle; return written(slot);
    case Outcome::Blocked: return _keeper.awaitOutput(slot);
    case Outcome::Ended: break;
    }
    return _keeper.drop(slot);
}

Next ConnectionDriver::written(Slot& slot)
{
    const auto& connection = *slot.connection;
    switch (connection.ending)
    {
    case Ending::Keep: return connection.workspace->reader.empty() ? _keeper.park(slot) : Next::Examine;
    case Ending::Linger: return _keeper.linger(slot);
    default: return _keeper.drop(slot);
    }
}

} // namespace flyte_webhook::host
