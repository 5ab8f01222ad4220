#pragma once
#include "problem.h"
#include <cstdint>
#include <optional>
#include <variant>

namespace flyte_webhook::flyte
{

/// A JSON number as an integer: one within 64 bits, signed or not, or a number without a fraction that is small enough
/// to be exact: what was `9007199254740993.0` in the document may have come as something else.
struct WholeNumber
{
    bool isSigned = true; ///< false: only the unsigned range holds it
    std::int64_t value = 0;
    std::uint64_t unsignedValue = 0;
    Fit fit = Fit::Exact;
};

/// Nothing for what is no number, has a fraction, or is out of range.
std::optional<WholeNumber> wholeNumber(const Json& value);

/// Says why wholeNumber() had nothing, as a problem of the value at `path`.
std::nullopt_t refuseAsInteger(const Json& value, const Path& path, Conversion& conversion);

} // namespace flyte_webhook::flyte
