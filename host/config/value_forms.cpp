#include "value_forms.h"
#include <algorithm>
#include <charconv>
#include <limits>

namespace flyte_webhook::host
{

namespace
{

struct Unit
{
    std::string_view name;
    std::uint64_t factor;
};

constexpr Unit durations[] = {{"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}};
constexpr Unit sizes[] = {{"GiB", 1u << 30}, {"MiB", 1u << 20}, {"KiB", 1u << 10}, {"B", 1}};

/// A number and one of the units, multiplied; nothing as well when that is beyond 2^63 - 1.
template <std::size_t N> std::optional<std::uint64_t> parseAmount(std::string_view text, const Unit (&units)[N])
{
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto number = parseInteger(text.substr(0, digits));
    const auto name = trimmed(text.substr(digits));
    const auto* unit = std::find_if(std::begin(units), std::end(units), [&](const Unit& u) { return u.name == name; });
    if (!number || unit == std::end(units)) return std::nullopt;
    const auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / unit->factor;
    if (static_cast<std::uint64_t>(*number) > most) return std::nullopt;
    return static_cast<std::uint64_t>(*number) * unit->factor;
}

template <std::size_t N> std::string printAmount(std::uint64_t value, const Unit (&units)[N])
{
    const auto* unit = std::find_if(std::begin(units), std::end(units), [&](const Unit& u) { return value % u.factor == 0; });
    return value ? std::to_string(value / unit->factor) + std::string(unit->name) : "0";
}

template <typename Change> std::string changed(std::string_view text, Change change)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), change);
    return result;
}

} // namespace

std::optional<bool> parseBoolean(std::string_view text)
{
    const auto lower = lowerCase(text);
    for (const char* yes : {"true", "yes", "on", "1"})
        if (lower == yes) return true;
    for (const char* no : {"false", "no", "off", "0"})
        if (lower == no) return false;
    return std::nullopt;
}

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

std::optional<std::chrono::milliseconds> parseDuration(std::string_view text)
{
    if (text == "0") return std::chrono::milliseconds(0);
    const auto amount = parseAmount(text, durations);
    if (!amount) return std::nullopt;
    return std::chrono::milliseconds(*amount);
}

std::optional<std::uint64_t> parseSize(std::string_view text) { return parseAmount(text, sizes); }

std::vector<std::string> splitList(std::string_view text)
{
    std::vector<std::string> items;
    if (trimmed(text).empty()) return items;
    for (;;)
    {
        const auto comma = text.find(',');
        items.emplace_back(trimmed(text.substr(0, comma)));
        if (comma == text.npos) return items;
        text.remove_prefix(comma + 1);
    }
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t");
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string lowerCase(std::string_view text)
{
    return changed(text, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
}

std::string upperCase(std::string_view text)
{
    return changed(text, [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
}

std::string printDuration(std::chrono::milliseconds value) { return printAmount(static_cast<std::uint64_t>(value.count()), durations); }

std::string printSize(std::uint64_t value) { return printAmount(value, sizes); }

} // namespace flyte_webhook::host
