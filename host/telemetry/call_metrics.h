#pragma once
#include "telemetry/duration_histogram.h"
#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// Counts control-plane calls and their durations by method and status code, from the start of the process to its end. Methods beyond the
/// first hundred or so are counted together as "other", so that nobody can make the metrics grow. Thread: any; no lock.
class CallMetrics
{
public:
    static constexpr std::size_t codes = 17; ///< gRPC's; what is none of them counts as unknown (2)

    struct Series
    {
        explicit Series(std::string_view name) : method(name) {}
        const std::string method;
        std::array<std::atomic<std::uint64_t>, codes> byCode{};
        DurationHistogram durations;
    };

    CallMetrics() = default;
    ~CallMetrics();
    CallMetrics(const CallMetrics&) = delete;
    CallMetrics& operator=(const CallMetrics&) = delete;

    /// `method` is "package.Service/Method".
    void count(std::string_view method, int code, std::chrono::steady_clock::duration duration);

    void each(const std::function<void(const Series&)>& visit) const;

private:
    Series& of(std::string_view method);

    std::array<std::atomic<Series*>, 128> _series{}; ///< owned; by hash, the next free place where it is taken
    Series _other{"other"};
};

} // namespace flyte_webhook::host
