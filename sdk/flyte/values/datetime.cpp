#include "datetime.h"
#include "digits.h"
#include <cstdio>

namespace flyte_webhook::flyte
{

using google::protobuf::Timestamp;

namespace
{

constexpr std::int64_t daySeconds = 86400;
constexpr std::int64_t firstSecond = -62135596800; // 0001-01-01T00:00:00Z
constexpr std::int64_t lastSecond = 253402300799;  // 9999-12-31T23:59:59Z
constexpr std::int64_t eraDays = 146097;           // 400 years

struct Date
{
    int year, month, day;
};

bool isLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int daysIn(int year, int month)
{
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && isLeap(year) ? 29 : days[month - 1];
}

// Years are counted from March, so that the leap day comes last; `era` is a cycle of 400 years, which all have the same days.
std::int64_t daysFromEpoch(const Date& date)
{
    const std::int64_t year = date.month > 2 ? date.year : date.year - 1;
    const auto era = (year >= 0 ? year : year - 399) / 400;
    const auto ofEra = year - era * 400;
    const auto ofYear = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * eraDays + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468;
}

Date dateOf(std::int64_t days)
{
    days += 719468;
    const auto era = (days >= 0 ? days : days - (eraDays - 1)) / eraDays;
    const auto dayOfEra = days - era * eraDays;
    const auto yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const auto dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const auto shifted = (5 * dayOfYear + 2) / 153;
    const auto month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    return {static_cast<int>(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month,
            static_cast<int>(dayOfYear - (153 * shifted + 2) / 5 + 1)};
}

std::optional<std::int64_t> readDate(DigitReader& in)
{
    const auto year = in.fixed(4);
    if (!year || !in.take('-')) return std::nullopt;
    const auto month = in.fixed(2);
    if (!month || !in.take('-')) return std::nullopt;
    const auto day = in.fixed(2);
    if (!day || *month < 1 || *month > 12 || *day < 1 || *day > daysIn(*year, *month)) return std::nullopt;
    return daysFromEpoch({*year, *month, *day}) * daySeconds;
}

std::optional<std::int64_t> readHourAndMinute(DigitReader& in)
{
    const auto hour = in.fixed(2);
    if (!hour || !in.take(':')) return std::nullopt;
    const auto minute = in.fixed(2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    return *hour * 3600 + *minute * 60;
}

std::optional<std::int64_t> readTime(DigitReader& in)
{
    const auto minutes = readHourAndMinute(in);
    if (!minutes || !in.take(':')) return std::nullopt;
    const auto second = in.fixed(2);
    if (!second || *second > 59) return std::nullopt;
    return *minutes + *second;
}

/// Seconds east of UTC.
std::optional<std::int64_t> readOffset(DigitReader& in)
{
    if (in.done() || in.take('Z') || in.take('z')) return 0;
    const bool west = in.next() == '-';
    if (!in.take('+') && !in.take('-')) return std::nullopt;
    const auto offset = readHourAndMinute(in);
    if (!offset) return std::nullopt;
    return west ? -*offset : *offset;
}

bool inRange(const Timestamp& time)
{
    return time.seconds() >= firstSecond && time.seconds() <= lastSecond && time.nanos() >= 0 && time.nanos() <= 999'999'999;
}

} // namespace

std::optional<Timestamp> parseDatetime(std::string_view text)
{
    DigitReader in(text);
    auto seconds = readDate(in);
    std::optional<std::int32_t> nanos = 0;
    if (seconds && !in.done())
    {
        if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
        const auto time = readTime(in);
        if (in.take('.')) nanos = in.billionths();
        const auto offset = readOffset(in);
        if (!time || !nanos || !offset || !in.done()) return std::nullopt;
        *seconds += *time - *offset;
    }
    if (!seconds) return std::nullopt;
    Timestamp result;
    result.set_seconds(*seconds);
    result.set_nanos(*nanos);
    if (!inRange(result)) return std::nullopt;
    return result;
}

std::optional<std::string> printDatetime(const Timestamp& time)
{
    if (!inRange(time)) return std::nullopt;
    const auto second = ((time.seconds() % daySeconds) + daySeconds) % daySeconds;
    const auto date = dateOf((time.seconds() - second) / daySeconds);
    char text[64];
    const auto size = std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", date.year, date.month, date.day,
                                    static_cast<int>(second / 3600), static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
    return std::string(text, static_cast<std::size_t>(size)) + printBillionths(time.nanos()) + "Z";
}

} // namespace flyte_webhook::flyte
