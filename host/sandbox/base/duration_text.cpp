#include "sandbox/base/duration_text.h"
#include <charconv>
#include <cstdint>

namespace flyte_webhook::sandbox
{

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

} // namespace flyte_webhook::sandbox
