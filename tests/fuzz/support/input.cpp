#include "support/input.h"
#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace flyte_webhook::fuzz
{

std::string_view Input::take(std::size_t size)
{
    const auto taken = _rest.substr(0, size);
    _rest.remove_prefix(taken.size());
    return taken;
}

std::uint8_t Input::byte()
{
    const auto one = take(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
}

std::uint64_t Input::number()
{
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 8) value |= static_cast<std::uint64_t>(byte()) << shift;
    return value;
}

std::string_view Input::until(char end)
{
    const auto text = take(std::min(_rest.find(end), _rest.size()));
    take(1);
    return text;
}

std::string_view Input::sized()
{
    const std::size_t low = byte();
    return take(low + std::size_t{byte()} * 256);
}

void require(bool holds, const char* what, std::string_view detail)
{
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n%.*s\n", what, static_cast<int>(std::min<std::size_t>(detail.size(), 10000)), detail.data());
    std::abort();
}

} // namespace flyte_webhook::fuzz
