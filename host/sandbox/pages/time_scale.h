#pragma once
#include "sandbox/base/clock.h"
#include <cstdint>
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// Where moments stand on a line from a begin to an end. Thread: any.
class TimeScale
{
public:
    using Duration = std::chrono::microseconds;

    /// An end before the begin counts as the begin.
    TimeScale(Time begin, Time end);

    /// In hundredths of a per cent of the line: 0 to 10000.
    std::int64_t place(Time time) const;

    /// Distances from the begin that are worth a mark, at most four; round numbers of the units that durationText() has.
    std::vector<Duration> marks() const;

    Time begin() const noexcept { return _begin; }
    Duration length() const noexcept { return _length; }

private:
    Time _begin;
    Duration _length; // never 0
};

} // namespace flyte_webhook::sandbox
