#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// The forms of values in the configuration. Each returns nothing when the text is no such value.

/// true, false, yes, no, on, off, 1, 0 in any case.
std::optional<bool> parseBoolean(std::string_view text);

/// Decimal digits, with a minus where it is below zero.
std::optional<std::int64_t> parseInteger(std::string_view text);

/// A whole number and a unit: 250ms, 30s, 5m, 1h. The number 0 needs no unit.
std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);

/// A whole number and a unit: 512B, 64KiB, 10MiB, 1GiB.
std::optional<std::uint64_t> parseSize(std::string_view text);

/// The texts between commas, without white space around them; none when there is nothing but white space. An empty text between two
/// commas is one as well.
std::vector<std::string> splitList(std::string_view text);

/// Without spaces and tabs around it.
std::string_view trimmed(std::string_view text);

std::string lowerCase(std::string_view text);
std::string upperCase(std::string_view text);

/// A value in the largest unit that divides it: "30s", "64KiB".
std::string printDuration(std::chrono::milliseconds value);
std::string printSize(std::uint64_t value);

} // namespace flyte_webhook::host
