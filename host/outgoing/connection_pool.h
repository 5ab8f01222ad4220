#pragma once
#include "outgoing/target_policy.h"
#include "outgoing/url.h"
#include "transport/connection.h"
#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <string>

namespace flyte_webhook::host::outgoing
{

using transport::Connection;

/// Connections that wait to be used again; too many or too old ones are closed. Thread: any.
class ConnectionPool
{
public:
    ConnectionPool(std::size_t most, std::chrono::milliseconds idleTimeout) : _most(most), _idleTimeout(idleTimeout) {}

    /// One to the URL's scheme, host and port whose address the policy permits and that is still good; null when there is none.
    std::unique_ptr<Connection> take(const Url& url, const TargetPolicy& policy);

    void put(const Url& url, std::unique_ptr<Connection> connection);

    /// Closes the too old ones, as take() and put() do.
    void tend() noexcept;

private:
    struct Idle
    {
        std::string key;
        std::chrono::steady_clock::time_point since;
        std::unique_ptr<Connection> connection;
    };
    void dropOld();

    const std::size_t _most;
    const std::chrono::milliseconds _idleTimeout;
    std::mutex _mutex;
    std::list<Idle> _idle; ///< the newest first; under the mutex
};

} // namespace flyte_webhook::host::outgoing
