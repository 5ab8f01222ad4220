#include "connection_pool.h"
#include <algorithm>

namespace flyte_webhook::host::outgoing
{
namespace
{

std::string keyOf(const Url& url) { return (url.secure() ? "https://" : "http://") + url.host() + ":" + std::to_string(url.port()); }

} // namespace

std::unique_ptr<Connection> ConnectionPool::take(const Url& url, const TargetPolicy& policy)
{
    const auto key = keyOf(url);
    const std::lock_guard lock(_mutex);
    dropOld();
    for (auto idle = _idle.begin(); idle != _idle.end();)
    {
        const bool fits = idle->key == key && policy.mayReach(url.host(), idle->connection->address().host());
        if (!fits)
        {
            ++idle;
            continue;
        }
        auto connection = std::move(idle->connection);
        idle = _idle.erase(idle);
        if (connection->isFresh()) return connection;
    }
    return nullptr;
}

void ConnectionPool::put(const Url& url, std::unique_ptr<Connection> connection)
{
    const std::lock_guard lock(_mutex);
    _idle.push_front({keyOf(url), std::chrono::steady_clock::now(), std::move(connection)});
    dropOld();
}

void ConnectionPool::tend() noexcept
{
    const std::lock_guard lock(_mutex);
    dropOld();
}

void ConnectionPool::dropOld()
{
    const auto oldest = std::chrono::steady_clock::now() - _idleTimeout;
    while (!_idle.empty() && (_idle.size() > _most || _idle.back().since < oldest)) _idle.pop_back();
}

} // namespace flyte_webhook::host::outgoing
