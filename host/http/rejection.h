#pragma once

namespace flyte_webhook::host
{

/// Why a request cannot be served, told to the client.
struct Rejection
{
    int status = 0;          ///< 0: it can be served
    const char* detail = ""; ///< a literal
};

} // namespace flyte_webhook::host
