#include "request_metrics.h"
#include <algorithm>

namespace flyte_webhook::host
{

RequestMetrics::Series::~Series()
{
    for (auto& histogram : _byStatus) const std::unique_ptr<DurationHistogram> last(histogram.load());
}

void RequestMetrics::Series::count(int status, std::chrono::steady_clock::duration duration)
{
    if (status >= first && status < end) histogram(status).observe(duration);
}

DurationHistogram& RequestMetrics::Series::histogram(int status)
{
    auto& place = _byStatus[static_cast<std::size_t>(status - first)];
    if (auto* there = place.load(std::memory_order_acquire)) return *there;
    auto made = std::make_unique<DurationHistogram>();
    DurationHistogram* other = nullptr;
    return place.compare_exchange_strong(other, made.get()) ? *made.release() : *other;
}

void RequestMetrics::Series::each(const std::function<void(int, const DurationHistogram::Reading&)>& visit) const
{
    for (std::size_t i = 0; i < _byStatus.size(); ++i)
        if (const auto* histogram = _byStatus[i].load(std::memory_order_acquire)) visit(static_cast<int>(i) + first, histogram->read());
}

RequestMetrics::Series& RequestMetrics::of(const std::string& method, const std::string& route, const std::string& endpoint)
{
    const std::lock_guard lock(_mutex);
    const auto found = std::find_if(_series.begin(), _series.end(),
                                    [&](const Series& s) { return s.method == method && s.route == route && s.endpoint == endpoint; });
    return found == _series.end() ? _series.emplace_back(method, route, endpoint) : *found;
}

void RequestMetrics::each(const std::function<void(const Series&)>& visit) const
{
    const std::lock_guard lock(_mutex);
    for (const auto& series : _series) visit(series);
}

std::uint64_t RequestMetrics::total() const
{
    std::uint64_t sum = 0;
    each([&sum](const Series& series) { series.each([&sum](int, const auto& reading) { sum += reading.upTo.back(); }); });
    return sum;
}

} // namespace flyte_webhook::host
