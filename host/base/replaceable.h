#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <pthread.h>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

/// A value that its owner replaces as a whole while others use it. Who uses one keeps the one that it began with; a replaced one goes back
/// to its owner, once nobody uses it any more. Using one takes no lock, and threads that do so seldom meet on one cache line.
template <typename T> class Replaceable
{
    struct Place;

public:
    /// The right to use a value. Thread: the one that took it.
    class Lease
    {
    public:
        Lease(Lease&& other) noexcept : _place(std::exchange(other._place, nullptr)), _stripe(other._stripe) {}
        Lease& operator=(Lease&&) = delete;
        ~Lease()
        {
            if (_place) _place->users[_stripe].count.fetch_sub(1);
        }

        T& operator*() const noexcept { return *_place->value; }
        T* operator->() const noexcept { return _place->value.get(); }

    private:
        friend class Replaceable;
        Lease(Place& place, std::size_t stripe) noexcept : _place(&place), _stripe(stripe) {}

        Place* _place;
        std::size_t _stripe;
    };

    explicit Replaceable(std::unique_ptr<T> first) { replace(std::move(first)); }

    /// The present value. Thread: any.
    Lease lease() noexcept
    {
        for (const auto stripe = stripeOfThread();;)
        {
            auto& place = *_current.load();
            place.users[stripe].count.fetch_add(1);
            Lease lease(place, stripe);
            // It may have been replaced before it was counted as used; then its owner need not have seen that.
            if (_current.load() == &place) return lease;
        }
    }

    /// From now on `next` is the present one. Thread: the owner's.
    void replace(std::unique_ptr<T> next)
    {
        auto& place = freePlace();
        place.value = std::move(next);
        _current.store(&place);
    }

    /// Replaced values: those that nobody uses, for the owner to destroy where that may take its time, and how many are used still.
    struct Replaced
    {
        std::vector<std::unique_ptr<T>> unused;
        std::size_t used = 0;
    };

    /// Takes the unused ones out. Thread: the owner's.
    Replaced collect()
    {
        Replaced replaced;
        for (auto& place : _places)
        {
            if (&place == _current.load() || !place.value) continue;
            if (place.isUsed())
                ++replaced.used;
            else
                replaced.unused.push_back(std::move(place.value));
        }
        return replaced;
    }

private:
    static constexpr std::size_t stripes = 16;

    struct alignas(64) Counter
    {
        std::atomic<std::int64_t> count{0};
    };

    /// Where values stand one after the other. It is never freed: a thread that was late may still count itself in, and out again.
    struct Place
    {
        std::unique_ptr<T> value;
        std::array<Counter, stripes> users;

        bool isUsed() const noexcept
        {
            return std::any_of(users.begin(), users.end(), [](const Counter& counter) { return counter.count.load() != 0; });
        }
    };

    static std::size_t stripeOfThread() noexcept
    {
        return static_cast<std::size_t>((static_cast<std::uint64_t>(::pthread_self()) * 0x9E3779B97F4A7C15u) >> 60) % stripes;
    }

    Place& freePlace()
    {
        for (auto& place : _places)
            if (!place.value && &place != _current.load()) return place;
        return _places.emplace_back();
    }

    std::list<Place> _places; ///< the owner's
    std::atomic<Place*> _current{nullptr};
};

} // namespace flyte_webhook::host
