#pragma once
#include <atomic>
#include <cstdint>
#include <flyte_webhook/abi.h>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// One metric that a plugin declares.
struct DeclaredMetric
{
    std::string name, help;
    fw_metric_kind kind = FW_COUNTER;
    std::vector<double> buckets;
};

/// The values of one plugin's own counters and histograms. Thread: any; no lock.
class PluginMetrics
{
public:
    explicit PluginMetrics(const std::vector<DeclaredMetric>& metrics);

    /// Adds to a counter or observes a histogram's value; a number that no metric has, and a value that is none (NaN, a negative step of a
    /// counter), is left out.
    void record(std::uint32_t metric, double value) noexcept;

    /// One metric at this moment. `buckets[i]` counts the observations up to the i-th bound, the last one all of them.
    struct Reading
    {
        double sum = 0;
        std::vector<double> bounds; ///< none of a counter
        std::vector<std::uint64_t> buckets;
    };
    Reading read(std::uint32_t metric) const;

private:
    struct Cell
    {
        fw_metric_kind kind;
        std::vector<double> bounds;
        std::atomic<double> sum{0};
        std::unique_ptr<std::atomic<std::uint64_t>[]> counts; ///< one more than bounds
    };
    std::vector<std::unique_ptr<Cell>> _cells;
};

} // namespace flyte_webhook::host
