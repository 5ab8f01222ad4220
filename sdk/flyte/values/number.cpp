#include "number.h"
#include <cmath>

namespace flyte_webhook::flyte
{

namespace
{

constexpr double twoTo63 = 9223372036854775808.0;

}

std::optional<WholeNumber> wholeNumber(const Json& value)
{
    if (value.IsInt64()) return WholeNumber{true, value.GetInt64(), 0, Fit::Exact};
    if (value.IsUint64()) return WholeNumber{false, 0, value.GetUint64(), Fit::Exact};
    if (!value.IsDouble()) return std::nullopt;
    const double number = value.GetDouble();
    if (std::trunc(number) != number || number < -twoTo63 || number >= twoTo63) return std::nullopt;
    return WholeNumber{true, static_cast<std::int64_t>(number), 0, Fit::Widened};
}

std::nullopt_t refuseAsInteger(const Json& value, const Path& path, Conversion& conversion)
{
    if (!value.IsNumber()) return conversion.mismatch(path, "integer", value);
    const bool fraction = value.IsDouble() && std::trunc(value.GetDouble()) != value.GetDouble();
    return conversion.refuse(path, fraction ? "expected integer, got a number with a fraction"
                                            : "expected integer of at most 64 bits, got a number out of that range");
}

} // namespace flyte_webhook::flyte
