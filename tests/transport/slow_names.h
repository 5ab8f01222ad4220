#pragma once
#include "transport/resolver.h"
#include <Poco/Net/IPAddress.h>
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace flyte_webhook::test
{

/// A name service that is slow until it is told otherwise, and notes what it was asked for. The first time it says
/// 192.0.2.1, the second 192.0.2.2, and so on.
class SlowNames
{
public:
    /// What a resolver asks. It holds the service for as long as it is asked, which may be beyond the resolver's end.
    static host::transport::Resolver::LookUpName asking(std::shared_ptr<SlowNames> names)
    {
        return [names = std::move(names)](const std::string& host) { return names->lookUp(host); };
    }

    host::transport::Resolver::Found lookUp(const std::string& host)
    {
        std::unique_lock lock(_mutex);
        _asked.push_back(host);
        _changed.notify_all();
        _changed.wait_for(lock, std::chrono::seconds(30), [this] { return !_slow; });
        return {_error, {Poco::Net::IPAddress("192.0.2." + std::to_string(_asked.size()))}};
    }

    /// Waits until so many look-ups have begun; false when they do not.
    bool awaitAsked(std::size_t count)
    {
        std::unique_lock lock(_mutex);
        return _changed.wait_for(lock, std::chrono::seconds(20), [&] { return _asked.size() >= count; });
    }

    /// From now on, and to those who wait.
    void answer(int error = 0)
    {
        const std::lock_guard lock(_mutex);
        _slow = false;
        _error = error;
        _changed.notify_all();
    }

    void beSlow()
    {
        const std::lock_guard lock(_mutex);
        _slow = true;
    }

    std::size_t timesAsked(const std::string& host)
    {
        const std::lock_guard lock(_mutex);
        return static_cast<std::size_t>(std::count(_asked.begin(), _asked.end(), host));
    }

private:
    std::mutex _mutex;
    std::condition_variable _changed;
    bool _slow = true;
    int _error = 0;
    std::vector<std::string> _asked;
};

} // namespace flyte_webhook::test
