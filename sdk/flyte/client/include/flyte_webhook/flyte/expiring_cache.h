#pragma once
#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace flyte_webhook::flyte
{

/// Values by key that are kept for a while, up to a bound of what they cost together (without more ado each costs 1, so that it is their
/// number); the oldest goes first. A life of 0 keeps nothing. Thread: any; none waits while values are destroyed.
template <typename T> class ExpiringCache
{
public:
    using Clock = std::chrono::steady_clock;

    ExpiringCache(std::chrono::milliseconds life, std::size_t most) : _life(life), _most(most) {}
    ExpiringCache(const ExpiringCache&) = delete;
    ExpiringCache& operator=(const ExpiringCache&) = delete;

    std::optional<T> find(const std::string& key, Clock::time_point now = Clock::now()) const
    {
        std::lock_guard lock(_mutex);
        const auto found = _entries.find(key);
        if (found == _entries.end() || now >= found->second->until) return std::nullopt;
        return found->second->value;
    }

    /// A value that costs more than the bound is not kept.
    void store(const std::string& key, T value, Clock::time_point now = Clock::now(), std::size_t cost = 1)
    {
        Entries gone; // declared before the lock: destroyed behind it
        std::lock_guard lock(_mutex);
        remove(key, gone);
        if (_life.count() <= 0 || cost > _most) return;
        while (!_ages.empty() && (_cost + cost > _most || now >= _ages.front().until)) remove(_ages.front().key, gone);
        Entries fresh;
        fresh.push_back({key, std::move(value), now + _life, cost});
        _entries.emplace(key, fresh.begin()); // where there is no memory for it, the value has not come at all
        _ages.splice(_ages.end(), fresh);
        _cost += cost;
    }

    void forget(const std::string& key)
    {
        Entries gone;
        std::lock_guard lock(_mutex);
        remove(key, gone);
    }

    std::size_t size() const
    {
        std::lock_guard lock(_mutex);
        return _entries.size();
    }

private:
    struct Entry
    {
        std::string key;
        T value;
        Clock::time_point until;
        std::size_t cost;
    };
    using Entries = std::list<Entry>;

    void remove(const std::string& key, Entries& gone)
    {
        const auto found = _entries.find(key);
        if (found == _entries.end()) return;
        _cost -= found->second->cost;
        gone.splice(gone.end(), _ages, found->second);
        _entries.erase(found);
    }

    const std::chrono::milliseconds _life;
    const std::size_t _most;
    std::size_t _cost = 0; ///< of all together
    mutable std::mutex _mutex;
    Entries _ages; ///< the oldest first
    std::unordered_map<std::string, typename Entries::iterator> _entries;
};

} // namespace flyte_webhook::flyte
