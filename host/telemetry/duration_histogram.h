#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace flyte_webhook::host
{

/// How often durations fell below each of some bounds. Thread: any; no lock.
class DurationHistogram
{
public:
    /// Seconds: from an answer out of the own memory to a request that waited for its deadline.
    static constexpr std::array<double, 15> bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

    void observe(std::chrono::steady_clock::duration duration) noexcept
    {
        const auto nanoseconds = std::chrono::nanoseconds(duration).count();
        std::size_t bucket = 0;
        while (bucket < bounds.size() && static_cast<double>(nanoseconds) > bounds[bucket] * 1e9) ++bucket;
        _counts[bucket].fetch_add(1, std::memory_order_relaxed);
        _nanoseconds.fetch_add(static_cast<std::uint64_t>(nanoseconds), std::memory_order_relaxed);
    }

    struct Reading
    {
        std::array<std::uint64_t, bounds.size() + 1> upTo{}; ///< how many up to each bound; the last one: all
        double seconds = 0;                                  ///< all of them together
    };

    /// At this moment; observations that are being made may be in a part of it.
    Reading read() const noexcept
    {
        Reading reading;
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < _counts.size(); ++i) reading.upTo[i] = total += _counts[i].load(std::memory_order_relaxed);
        reading.seconds = static_cast<double>(_nanoseconds.load(std::memory_order_relaxed)) / 1e9;
        return reading;
    }

private:
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> _counts{};
    std::atomic<std::uint64_t> _nanoseconds{0};
};

} // namespace flyte_webhook::host
