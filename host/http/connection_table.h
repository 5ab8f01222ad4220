#pragma once
#include "http/connection.h"
#include "http/ownership.h"
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace flyte_webhook::host
{

/// A place for a connection. Places live as long as the table, so that an event that comes too late finds a word to look at.
struct Slot
{
    Ownership ownership;
    std::atomic<Exchange::Clock::rep> until{0}; ///< the connection's, for the sweep
    std::atomic<bool> idle{false};              ///< no request is under way on the connection
    std::atomic<bool> fresh{false};             ///< nor was there one before
    Cancellation* watcher = nullptr;            ///< whom to tell; belongs to the owner, or while Telling to the teller
    std::unique_ptr<Connection> connection;     ///< the owner's
};

/// All connections. Thread: any.
class ConnectionTable
{
public:
    explicit ConnectionTable(std::size_t capacity);

    /// An empty place that the caller owns, or nullptr.
    Slot* take() noexcept;

    /// Closes the connection, if there is one, and gives the caller's place back.
    void release(Slot& slot) noexcept;

    std::uint32_t indexOf(const Slot& slot) const noexcept { return static_cast<std::uint32_t>(&slot - _slots.get()); }
    Slot& at(std::uint32_t index) noexcept { return _slots[index]; }

    /// How many places are taken.
    std::size_t size() const noexcept { return _size.load(std::memory_order_relaxed); }

    /// Calls visit(Slot&) with each place that was ever taken; the visitor must take ownership before it touches a connection.
    template <typename Visit> void each(Visit visit)
    {
        const auto used = _used.load(std::memory_order_acquire);
        for (std::size_t i = 0; i < used; ++i) visit(_slots[i]);
    }

private:
    const std::size_t _capacity;
    const std::unique_ptr<Slot[]> _slots;
    std::atomic<std::size_t> _size{0};
    std::atomic<std::size_t> _used{0}; ///< places before this one were taken once
    std::mutex _mutex;                 ///< for accepting and closing, not for requests
    std::vector<Slot*> _free;          ///< among those
};

} // namespace flyte_webhook::host
