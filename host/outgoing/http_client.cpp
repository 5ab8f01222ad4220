#include "http_client.h"
#include "outgoing/connection_pool.h"
#include "outgoing/exchange.h"
#include "outgoing/outgoing_failure.h"
#include "outgoing/request_writer.h"
#include "transport/resolver.h"
#include "transport/transport_failure.h"
#include <algorithm>
#include <iterator>
#include <optional>

namespace flyte_webhook::host
{

using namespace outgoing;
using namespace transport;

namespace
{

using namespace std::chrono_literals;
using Addresses = std::vector<Poco::Net::IPAddress>;

constexpr auto attemptTime = 5s; // to connect, while there are other addresses to try

/// The addresses of the target that may be reached. Throws OutgoingFailure when there are none.
Addresses permitted(const Url& url, const TargetPolicy& policy, Resolver& resolver, Patience& patience)
{
    auto addresses = resolver.resolve(url.host(), patience);
    const auto refused = [&](const auto& address) { return !policy.mayReach(url.host(), address); };
    addresses.erase(std::remove_if(addresses.begin(), addresses.end(), refused), addresses.end());
    if (addresses.empty())
        throw OutgoingFailure(FW_HTTP_REFUSED, "the target is not on a public network, and the settings do not name it", url.host());
    return addresses;
}

OutgoingAnswer toAnswer(const OutgoingFailure& failure)
{
    OutgoingAnswer answer;
    answer.outcome = failure.outcome();
    answer.error = failure.what();
    answer.cause = failure.cause();
    return answer;
}

} // namespace

/// Sends requests; holds what they have in common.
class HttpClient::Sender
{
public:
    explicit Sender(const Settings& settings)
        : _maxAnswer(settings.maxAnswer), _tls(settings.caFile), _pool(settings.maxIdle, settings.idleTimeout)
    {
    }

    /// Throws OutgoingFailure and TransportFailure.
    OutgoingAnswer send(const OutgoingRequest& request, const TargetPolicy& policy);

    void tend() noexcept { _pool.tend(); }

private:
    /// What one request goes by.
    struct Way
    {
        const Url url;
        const TargetPolicy& policy;
        Patience patience;
    };
    std::optional<OutgoingAnswer> sendOnKept(const OutgoingRequest& request, Way& way);
    OutgoingAnswer sendOnNew(const OutgoingRequest& request, Way& way);
    std::unique_ptr<Connection> connect(Way& way);
    static bool mayForward(const Way& way, const Connection& connection);
    OutgoingAnswer run(Exchange& exchange, const OutgoingRequest& request, Way& way, std::unique_ptr<Connection>& connection);

    const std::size_t _maxAnswer;
    const Tls _tls;
    ConnectionPool _pool;
    Resolver _resolver;
};

OutgoingAnswer HttpClient::Sender::send(const OutgoingRequest& request, const TargetPolicy& policy)
{
    checkRequest(request);
    Way way{Url(request.url), policy, {request.deadline, request.cancellation}};
    auto answer = sendOnKept(request, way);
    return answer ? std::move(*answer) : sendOnNew(request, way);
}

/// Nothing when there is no kept connection, or it had just gone and a second try does no harm.
std::optional<OutgoingAnswer> HttpClient::Sender::sendOnKept(const OutgoingRequest& request, Way& way)
{
    auto connection = _pool.take(way.url, way.policy);
    if (!connection) return std::nullopt;
    Exchange exchange(*connection, way.patience, _maxAnswer);
    try
    {
        return run(exchange, request, way, connection);
    }
    catch (const TransportFailure& failure)
    {
        if (failure.fault() != Fault::broken || exchange.receivedAny() || !isIdempotent(request.method)) throw;
        return std::nullopt;
    }
}

OutgoingAnswer HttpClient::Sender::sendOnNew(const OutgoingRequest& request, Way& way)
{
    auto connection = connect(way);
    Exchange exchange(*connection, way.patience, _maxAnswer);
    return run(exchange, request, way, connection);
}

OutgoingAnswer HttpClient::Sender::run(Exchange& exchange, const OutgoingRequest& request, Way& way,
                                       std::unique_ptr<Connection>& connection)
{
    auto answer = exchange.run(request, way.url, mayForward(way, *connection));
    if (exchange.mayReuse()) _pool.put(way.url, std::move(connection));
    return answer;
}

/// Credentials go over TLS alone, whatever is asked for and allowed: whoever listens on the way must not get them.
bool HttpClient::Sender::mayForward(const Way& way, const Connection& connection)
{
    return way.url.secure() && way.policy.mayForward(way.url.host(), connection.address().host());
}

/// To the first of the target's addresses that answers.
std::unique_ptr<Connection> HttpClient::Sender::connect(Way& way)
{
    const auto addresses = permitted(way.url, way.policy, _resolver, way.patience);
    for (auto address = addresses.begin();; ++address)
    {
        const bool last = std::next(address) == addresses.end();
        const auto until = last ? Patience::Clock::time_point::max() : Patience::Clock::now() + attemptTime;
        try
        {
            auto connection = std::make_unique<Connection>(Poco::Net::SocketAddress(*address, way.url.port()), way.patience, until);
            if (way.url.secure()) connection->secure(_tls, way.url.host(), way.patience, until);
            return connection;
        }
        catch (const TransportFailure& failure)
        {
            if (last || !isBeforeConnection(failure.fault())) throw;
        }
    }
}

HttpClient::HttpClient(const Settings& settings) : _sender(std::make_unique<Sender>(settings)) {}

HttpClient::~HttpClient() = default;

void HttpClient::tend() noexcept { _sender->tend(); }

OutgoingAnswer HttpClient::send(const OutgoingRequest& request, const TargetPolicy& policy)
{
    try
    {
        return _sender->send(request, policy);
    }
    catch (const OutgoingFailure& failure)
    {
        return toAnswer(failure);
    }
    catch (const TransportFailure& failure)
    {
        return toAnswer(toOutgoing(failure));
    }
}

} // namespace flyte_webhook::host
