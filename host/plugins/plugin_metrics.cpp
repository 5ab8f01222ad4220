#include "plugin_metrics.h"
#include <algorithm>
#include <cmath>

namespace flyte_webhook::host
{

namespace
{

/// Seconds of anything between a cache hit and a request that waited for its deadline.
const std::vector<double>& ownBuckets()
{
    static const std::vector<double> buckets{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
    return buckets;
}

void add(std::atomic<double>& sum, double value) noexcept
{
    double before = sum.load(std::memory_order_relaxed);
    while (!sum.compare_exchange_weak(before, before + value, std::memory_order_relaxed))
    {
    }
}

} // namespace

PluginMetrics::PluginMetrics(const std::vector<DeclaredMetric>& metrics)
{
    for (const auto& metric : metrics)
    {
        auto cell = std::make_unique<Cell>();
        cell->kind = metric.kind;
        if (metric.kind == FW_HISTOGRAM) cell->bounds = metric.buckets.empty() ? ownBuckets() : metric.buckets;
        cell->counts = std::make_unique<std::atomic<std::uint64_t>[]>(cell->bounds.size() + 1);
        _cells.push_back(std::move(cell));
    }
}

void PluginMetrics::record(std::uint32_t metric, double value) noexcept
{
    if (metric >= _cells.size() || !std::isfinite(value)) return;
    Cell& cell = *_cells[metric];
    if (cell.kind == FW_COUNTER && value < 0) return;
    add(cell.sum, value);
    const auto bucket = std::lower_bound(cell.bounds.begin(), cell.bounds.end(), value) - cell.bounds.begin();
    cell.counts[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
}

PluginMetrics::Reading PluginMetrics::read(std::uint32_t metric) const
{
    const Cell& cell = *_cells.at(metric);
    Reading reading;
    reading.sum = cell.sum.load(std::memory_order_relaxed);
    reading.bounds = cell.bounds;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i <= cell.bounds.size(); ++i)
        reading.buckets.push_back(total += cell.counts[i].load(std::memory_order_relaxed));
    return reading;
}

} // namespace flyte_webhook::host
