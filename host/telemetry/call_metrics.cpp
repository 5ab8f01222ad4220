#include "call_metrics.h"
#include <memory>

namespace flyte_webhook::host
{

CallMetrics::~CallMetrics()
{
    for (auto& series : _series) const std::unique_ptr<Series> last(series.load());
}

void CallMetrics::count(std::string_view method, int code, std::chrono::steady_clock::duration duration)
{
    constexpr std::size_t unknown = 2;
    auto& series = of(method);
    const auto number = static_cast<std::size_t>(code);
    series.byCode[number < codes ? number : unknown].fetch_add(1, std::memory_order_relaxed);
    series.durations.observe(duration);
}

CallMetrics::Series& CallMetrics::of(std::string_view method)
{
    const auto begin = std::hash<std::string_view>()(method);
    for (std::size_t i = 0; i < _series.size(); ++i)
    {
        auto& place = _series[(begin + i) % _series.size()];
        auto* there = place.load(std::memory_order_acquire);
        if (!there)
        {
            auto made = std::make_unique<Series>(method);
            if (place.compare_exchange_strong(there, made.get())) return *made.release();
        }
        if (there->method == method) return *there;
    }
    return _other;
}

void CallMetrics::each(const std::function<void(const Series&)>& visit) const
{
    for (const auto& place : _series)
        if (const auto* series = place.load(std::memory_order_acquire)) visit(*series);
    if (_other.durations.read().upTo.back() > 0) visit(_other);
}

} // namespace flyte_webhook::host
