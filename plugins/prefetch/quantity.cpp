#include "quantity.h"
#include <algorithm>
#include <array>

namespace flyte_webhook::prefetch
{

namespace
{

constexpr std::string_view digits = "0123456789";

/// Takes the digits off the front and tells how many there were.
std::size_t takeDigits(std::string_view& text) noexcept
{
    const auto count = std::min(text.find_first_not_of(digits), text.size());
    text.remove_prefix(count);
    return count;
}

/// e or E and a whole number of few digits.
bool isExponent(std::string_view text) noexcept
{
    if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return false;
    text.remove_prefix(1);
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    const auto count = takeDigits(text);
    return count > 0 && count <= 2 && text.empty();
}

bool isSuffix(std::string_view text) noexcept
{
    constexpr std::array<std::string_view, 16> suffixes{"",  "n", "u",  "m",  "k",  "M",  "G",  "T",
                                                        "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    return std::find(suffixes.begin(), suffixes.end(), text) != suffixes.end();
}

} // namespace

bool isQuantity(std::string_view text) noexcept
{
    if (text.size() > 32) return false;
    if (!text.empty() && text[0] == '+') text.remove_prefix(1);
    auto count = takeDigits(text);
    if (!text.empty() && text[0] == '.')
    {
        text.remove_prefix(1);
        count += takeDigits(text);
    }
    return count > 0 && (isSuffix(text) || isExponent(text));
}

} // namespace flyte_webhook::prefetch
