#pragma once

namespace flyte_webhook::flyte
{

/// 2^53. A double holds every integer up to here; from here on it may have been another number when it was written.
constexpr double endOfExact = 9007199254740992.0;

} // namespace flyte_webhook::flyte
