#pragma once
#include "outgoing/patience.h"
#include <Poco/Net/IPAddress.h>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace flyte_webhook::host::outgoing
{

/// Looks hosts up as the system does, on threads of its own, since a look-up knows no deadline. The destructor waits for those that run.
/// Thread: any.
class Resolver
{
public:
    Resolver() = default;
    ~Resolver();
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    /// The addresses of a host, in the order to try them. Throws OutgoingFailure when there are none or patience ends.
    std::vector<Poco::Net::IPAddress> resolve(const std::string& host, Patience& patience);

private:
    struct LookUp;
    void work();

    std::mutex _mutex;
    std::condition_variable _changed;
    std::deque<std::shared_ptr<LookUp>> _waiting; ///< under the mutex, as all below
    std::vector<std::thread> _threads;
    std::size_t _resting = 0;
    bool _stopping = false;
};

} // namespace flyte_webhook::host::outgoing
