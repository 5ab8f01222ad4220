#pragma once
#include "example.h"

namespace flyte_webhook::flyte
{

/// A default as it may be given for its type: as it is shown elsewhere, but for a file, which says once where it lies. Nothing when it
/// cannot be given.
std::optional<MadeJson> defaultJson(const Literal& literal, const LiteralType& type, Example& example);

} // namespace flyte_webhook::flyte
