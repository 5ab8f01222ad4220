#include "sandbox/base/duration_text.h"
#include <algorithm>
#include <charconv>
#include <cstdint>

namespace flyte_webhook::sandbox
{
namespace
{

std::string secondsText(std::int64_t milliseconds)
{
    std::string text = std::to_string(milliseconds);
    text.insert(text.size() - 3, ".");
    text.resize(4); // three digits
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text + " s";
}

std::string joined(std::int64_t count, std::int64_t smallerInOne, const char* unit, const char* smaller)
{
    const std::string text = std::to_string(count / smallerInOne) + " " + unit;
    return count % smallerInOne == 0 ? text : text + " " + std::to_string(count % smallerInOne) + " " + smaller;
}

} // namespace

std::optional<std::chrono::milliseconds> durationFromText(std::string_view text)
{
    constexpr struct
    {
        std::string_view name;
        std::int64_t milliseconds;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}};
    constexpr std::int64_t most = 1'000'000'000;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || count <= 0 || count > most) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    for (const auto& unit : units)
        if (text == unit.name) return std::chrono::milliseconds(count * unit.milliseconds);
    return std::nullopt;
}

std::string durationText(std::chrono::microseconds duration)
{
    const std::int64_t milliseconds = std::max<std::int64_t>(duration.count() / 1000, 0), seconds = milliseconds / 1000,
                       minutes = seconds / 60, hours = minutes / 60;
    if (seconds == 0) return std::to_string(milliseconds) + " ms";
    if (minutes == 0) return secondsText(milliseconds);
    if (hours == 0) return joined(seconds, 60, "min", "s");
    return hours < 48 ? joined(minutes, 60, "h", "min") : joined(hours, 24, "d", "h");
}

} // namespace flyte_webhook::sandbox
