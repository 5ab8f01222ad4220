#include "sandbox/pages/time_scale.h"
#include <algorithm>

namespace flyte_webhook::sandbox
{
namespace
{

using namespace std::chrono_literals;
using Duration = TimeScale::Duration;

constexpr int mostMarks = 4;
constexpr Duration oneDay = 24h;
constexpr Duration steps[] = {1ms, 2ms, 5ms,  10ms, 20ms, 50ms,  100ms, 200ms, 500ms, 1s, 2s, 5s,  10s,
                              15s, 30s, 1min, 2min, 5min, 10min, 15min, 30min, 1h,    2h, 6h, 12h, oneDay};

Duration stepFor(Duration length)
{
    for (const Duration step : steps)
        if (length / step <= mostMarks) return step;
    return oneDay * (length / (oneDay * mostMarks) + 1);
}

} // namespace

TimeScale::TimeScale(Time begin, Time end) : _begin(begin), _length(std::max<Duration>(end - begin, 1us)) {}

std::int64_t TimeScale::place(Time time) const { return std::clamp<std::int64_t>((time - _begin) * 10000 / _length, 0, 10000); }

std::vector<Duration> TimeScale::marks() const
{
    std::vector<Duration> marks;
    const Duration step = stepFor(_length);
    for (Duration mark = step; mark <= _length; mark += step) marks.push_back(mark);
    return marks;
}

} // namespace flyte_webhook::sandbox
