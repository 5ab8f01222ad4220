#pragma once
#include <flyte_webhook/plugin/error_kind.h>
#include <optional>

namespace flyte_webhook::host
{

/// Why a request cannot be served, told to the client.
struct Rejection
{
    std::optional<ErrorKind> kind{}; ///< nothing: it can be served
    const char* detail = "";         ///< a literal
};

} // namespace flyte_webhook::host
