#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::flyte
{

/// Reads digits and signs off the front of a text.
class DigitReader
{
public:
    explicit DigitReader(std::string_view text) : _text(text) {}

    bool done() const { return _text.empty(); }
    char next() const { return _text.empty() ? '\0' : _text.front(); }
    void skip() { _text.remove_prefix(1); }

    bool take(char c)
    {
        if (next() != c || done()) return false;
        skip();
        return true;
    }

    /// A number of exactly `width` digits.
    std::optional<int> fixed(std::size_t width)
    {
        if (_text.size() < width) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < width; ++i, skip())
        {
            if (!atDigit()) return std::nullopt;
            value = value * 10 + (next() - '0');
        }
        return value;
    }

    /// A number of 1 to 18 digits.
    std::optional<std::int64_t> number()
    {
        std::int64_t value = 0;
        std::size_t digits = 0;
        for (; atDigit() && digits < 18; ++digits, skip()) value = value * 10 + (next() - '0');
        if (digits == 0 || atDigit()) return std::nullopt;
        return value;
    }

    /// The digits after a decimal point, one at least, as billionths; what is finer is cut off.
    std::optional<std::int32_t> billionths()
    {
        std::int32_t value = 0;
        std::size_t digits = 0;
        for (; atDigit() && digits < 9; ++digits, skip()) value = value * 10 + (next() - '0');
        if (digits == 0) return std::nullopt;
        while (atDigit()) skip();
        for (; digits < 9; ++digits) value *= 10;
        return value;
    }

private:
    bool atDigit() const { return next() >= '0' && next() <= '9'; }

    std::string_view _text;
};

/// ".891": the digits after the point that billionths need; nothing for zero.
inline std::string printBillionths(std::int32_t billionths)
{
    if (billionths == 0) return {};
    auto digits = std::to_string(billionths);
    digits.insert(0, 9 - digits.size(), '0');
    digits.erase(digits.find_last_not_of('0') + 1);
    return "." + digits;
}

} // namespace flyte_webhook::flyte
