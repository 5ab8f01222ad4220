#include "duration.h"
#include "digits.h"
#include <cmath>

namespace flyte_webhook::flyte
{

using google::protobuf::Duration;

namespace
{

constexpr std::int64_t mostSeconds = 315'576'000'000; // 10000 years
constexpr std::int64_t billion = 1'000'000'000;

// A sum of parts, each a count of some unit with a fraction. 128 bits hold any of them in nanoseconds.
__extension__ using Nanoseconds = __int128;

std::optional<Duration> fromNanoseconds(Nanoseconds value)
{
    if (value > Nanoseconds(mostSeconds) * billion || value < -Nanoseconds(mostSeconds) * billion) return std::nullopt;
    Duration duration;
    duration.set_seconds(static_cast<std::int64_t>(value / billion));
    duration.set_nanos(static_cast<std::int32_t>(value % billion));
    return duration;
}

struct Amount
{
    std::int64_t whole;
    std::int32_t billionths;
    bool hasFraction;
};

std::optional<Amount> readAmount(DigitReader& in)
{
    const auto whole = in.number();
    if (!whole) return std::nullopt;
    if (!in.take('.') && !in.take(',')) return Amount{*whole, 0, false};
    const auto fraction = in.billionths();
    if (!fraction) return std::nullopt;
    return Amount{*whole, *fraction, true};
}

Nanoseconds times(const Amount& amount, std::int64_t seconds)
{
    return (Nanoseconds(amount.whole) * billion + amount.billionths) * seconds;
}

struct Unit
{
    char letter;
    std::int64_t seconds;
};

/// Parts such as `2H30M`: units in their order, each at most once, a fraction in the last one only. Nothing if there is no part.
std::optional<Nanoseconds> readParts(DigitReader& in, const Unit* unit, const Unit* end)
{
    Nanoseconds sum = 0;
    bool any = false;
    while (!in.done() && in.next() != 'T')
    {
        const auto amount = readAmount(in);
        if (!amount) return std::nullopt;
        while (unit != end && unit->letter != in.next()) ++unit;
        if (unit == end) return std::nullopt;
        in.skip();
        sum += times(*amount, unit++->seconds);
        if (amount->hasFraction && !in.done()) return std::nullopt;
        any = true;
    }
    if (!any) return std::nullopt;
    return sum;
}

constexpr Unit dateUnits[] = {{'W', 604800}, {'D', 86400}};
constexpr Unit timeUnits[] = {{'H', 3600}, {'M', 60}, {'S', 1}};

std::optional<Nanoseconds> readIso(DigitReader& in)
{
    std::optional<Nanoseconds> date = 0, time = 0;
    const bool hasDate = in.next() != 'T';
    if (hasDate) date = readParts(in, std::begin(dateUnits), std::end(dateUnits));
    if (in.take('T')) time = readParts(in, std::begin(timeUnits), std::end(timeUnits));
    if (!date || !time || !in.done()) return std::nullopt;
    return *date + *time;
}

std::optional<Nanoseconds> readSeconds(DigitReader& in)
{
    const auto amount = readAmount(in);
    if (!amount || !in.take('s') || !in.done()) return std::nullopt;
    return times(*amount, 1);
}

bool isValid(const Duration& d)
{
    const bool sameSign = d.seconds() == 0 || d.nanos() == 0 || (d.seconds() < 0) == (d.nanos() < 0);
    return sameSign && d.nanos() > -billion && d.nanos() < billion && d.seconds() <= mostSeconds && d.seconds() >= -mostSeconds;
}

} // namespace

std::optional<Duration> parseDuration(std::string_view text)
{
    DigitReader in(text);
    const bool negative = in.take('-');
    if (!negative) in.take('+');
    const auto value = in.take('P') ? readIso(in) : readSeconds(in);
    if (!value) return std::nullopt;
    return fromNanoseconds(negative ? -*value : *value);
}

std::optional<Duration> durationOf(std::int64_t seconds) { return fromNanoseconds(Nanoseconds(seconds) * billion); }

std::optional<Duration> durationOf(double seconds)
{
    if (!(std::abs(seconds) <= static_cast<double>(mostSeconds))) return std::nullopt;
    const double whole = std::trunc(seconds);
    return fromNanoseconds(Nanoseconds(static_cast<std::int64_t>(whole)) * billion + std::llround((seconds - whole) * 1e9));
}

std::optional<std::string> printDuration(const Duration& duration)
{
    if (!isValid(duration)) return std::nullopt;
    const bool negative = duration.seconds() < 0 || duration.nanos() < 0;
    const auto fraction = printBillionths(std::abs(duration.nanos()));
    return (negative ? "-" : "") + std::to_string(std::abs(duration.seconds())) + (fraction.empty() ? ".0" : fraction);
}

} // namespace flyte_webhook::flyte
