#include "connect_place.h"
#include "control_plane/connect/answer_kind.h"
#include "control_plane/connect/transport_status.h"
#include "control_plane/connect/unary_exchange.h"
#include <algorithm>
#include <new>

namespace flyte_webhook::host
{
namespace
{

using namespace std::chrono_literals;
using namespace transport;
using Clock = Patience::Clock;

constexpr std::uint32_t maxIdle = 1024;
constexpr auto attemptTime = 5s;  // to connect to one address
constexpr auto contactTime = 30s; // to connect to one of them

} // namespace

ConnectPlace::ConnectPlace(const ControlPlaneEndpoint& endpoint, std::shared_ptr<ConnectRuntime> runtime,
                           std::chrono::milliseconds idleAtMost)
    : _endpoint(endpoint), _runtime(std::move(runtime)), _head(endpoint.authority()), _addresses(_runtime->resolver, endpoint.host()),
      _idle(maxIdle, idleAtMost), _contact([this](Cancellation& cancellation) { return makeContact(cancellation); })
{
}

CallStatus ConnectPlace::send(const WireCall& call, std::string& answer)
{
    Patience patience(call.deadline, &call.context.cancellation);
    try
    {
        patience.check();
        if (auto kept = _idle.take())
            if (auto status = sendOn(std::move(kept), true, call, patience, answer)) return std::move(*status);
        return *sendOn(connect(patience), false, call, patience, answer);
    }
    catch (const TransportFailure& failure)
    {
        if (isBeforeConnection(failure.fault())) _contact.undo();
        return transportStatus(failure, false, false);
    }
}

/// Nothing when a kept connection had just gone and another try does no harm. Whatever made it go has made the others go as well; and when
/// no answer comes in time, it may have gone without a word. Only a client that leaves tells nothing of a connection.
std::optional<CallStatus> ConnectPlace::sendOn(std::unique_ptr<Line> line, bool kept, const WireCall& call, Patience& patience,
                                               std::string& answer)
{
    UnaryExchange exchange(*line, patience);
    try
    {
        auto status = exchange.run(_head, call, answer);
        if (exchange.mayReuse()) _idle.put(std::move(line));
        return status;
    }
    catch (const TransportFailure& failure)
    {
        if (kept && !exchange.receivedAny() && failure.fault() != Fault::cancelled)
        {
            _idle.drop();
            if (failure.fault() == Fault::broken && (call.repeatable || !exchange.sentAny())) return std::nullopt;
        }
        return transportStatus(failure, exchange.receivedAny(), exchange.sentAny());
    }
}

std::unique_ptr<ConnectStream> ConnectPlace::begin(const WireCall& call)
try
{
    Patience patience(call.deadline, &call.context.cancellation);
    patience.check();
    return std::make_unique<ConnectStream>(call, _head, connect(patience));
}
catch (const TransportFailure& failure)
{
    return std::make_unique<ConnectStream>(call, transportStatus(failure, false, false));
}

/// To the first of the addresses that answers.
std::unique_ptr<Line> ConnectPlace::connect(Patience& patience)
{
    const auto addresses = _addresses.get(patience);
    for (auto address = addresses.begin();; ++address) try
        {
            auto line = std::make_unique<Line>(connectTo(*address, patience));
            if (address != addresses.begin()) _addresses.prefer(*address);
            return line;
        }
        catch (const TransportFailure& failure)
        {
            const bool next = isBeforeConnection(failure.fault()) && failure.fault() != Fault::noCommonProtocol;
            if (next && std::next(address) != addresses.end()) continue;
            if (next) _addresses.forget();
            throw;
        }
}

std::unique_ptr<Connection> ConnectPlace::connectTo(const Poco::Net::IPAddress& address, Patience& patience)
{
    const auto until = Clock::now() + attemptTime;
    auto connection = std::make_unique<Connection>(Poco::Net::SocketAddress(address, _endpoint.port()), patience, until);
    if (!_endpoint.secure()) return connection;
    connection->secure(_runtime->tls, _endpoint.host(), patience, until);
    if (connection->protocol().empty() && !_takesHttp1) refuseHttp2Alone(*connection, patience, until);
    return connection;
}

/// Some servers of HTTP/2 alone do not say in the handshake that they do not take HTTP/1.1, and close later. They choose HTTP/2 when it is
/// offered; whoever chooses nothing then does not know of such offers.
void ConnectPlace::refuseHttp2Alone(const Connection& connection, Patience& patience, Clock::time_point until)
{
    Connection other(connection.address(), patience, until);
    other.secure(_runtime->tls, _endpoint.host(), patience, until, Tls::Protocol::http2);
    if (other.protocol() == "h2") throw TransportFailure(Fault::noCommonProtocol, connection.address().toString() + ": takes HTTP/2 alone");
    _takesHttp1 = true;
}

bool ConnectPlace::takesHttp2(const WireCall& call)
try
{
    constexpr std::string_view greeting("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33); // and empty settings
    Patience patience(std::min(call.deadline, Clock::now() + attemptTime), &call.context.cancellation);
    const auto line = connect(patience);
    line->connection().write(greeting, patience);
    AnswerReader reader(line->connection(), patience, line->buffer());
    return beginsWithHttp2(reader);
}
catch (const TransportFailure& failure)
{
    return failure.fault() == Fault::noCommonProtocol;
}

void ConnectPlace::tend() noexcept
try
{
    _idle.dropOld();
}
catch (const std::bad_alloc&)
{
    // Nothing has been dropped; the next time tries again.
}

bool ConnectPlace::makeContact(Cancellation& cancellation)
try
{
    Patience patience(Clock::now() + contactTime, &cancellation);
    _idle.put(connect(patience));
    return true;
}
catch (const TransportFailure& failure)
{
    return failure.fault() == Fault::noCommonProtocol; // it is there, and speaks something else
}

} // namespace flyte_webhook::host
