#include "number.h"
#include "exact_double.h"
#include <cmath>

namespace flyte_webhook::flyte
{

std::optional<WholeNumber> wholeNumber(const Json& value)
{
    if (value.IsInt64()) return WholeNumber{true, value.GetInt64(), 0, Fit::Exact};
    if (value.IsUint64()) return WholeNumber{false, 0, value.GetUint64(), Fit::Exact};
    if (!value.IsDouble()) return std::nullopt;
    const double number = value.GetDouble();
    if (std::trunc(number) != number || std::abs(number) >= endOfExact) return std::nullopt;
    return WholeNumber{true, static_cast<std::int64_t>(number), 0, Fit::Widened};
}

std::nullopt_t refuseAsInteger(const Json& value, const Path& path, Conversion& conversion)
{
    if (!value.IsNumber()) return conversion.mismatch(path, "integer", value);
    if (value.IsDouble() && std::trunc(value.GetDouble()) != value.GetDouble())
        return conversion.refuse(path, "expected integer, got a number with a fraction");
    return conversion.refuse(
        path, "expected integer of 64 bits, written without fraction or exponent when it is large, got a number out of range");
}

} // namespace flyte_webhook::flyte
