#pragma once
#include "problem.h"
#include <limits>

namespace flyte_webhook::flyte
{

static_assert(std::numeric_limits<long double>::digits >= 64, "a long double holds every double and every integer of 64 bits");

/// A JSON number as one that compares with any other without being rounded.
inline long double exact(const Json& number)
{
    if (number.IsInt64()) return static_cast<long double>(number.GetInt64());
    return number.IsUint64() ? static_cast<long double>(number.GetUint64()) : static_cast<long double>(number.GetDouble());
}

} // namespace flyte_webhook::flyte
