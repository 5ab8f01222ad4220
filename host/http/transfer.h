#pragma once
#include <cstddef>

namespace flyte_webhook::host
{

/// What became of an attempt to move bytes of HTTP to or from a client.
struct Transfer
{
    enum class Outcome
    {
        Moved,   ///< at least one byte
        Blocked, ///< none now, later perhaps
        Ended    ///< none ever again: the client closed, or the connection broke
    };

    Outcome outcome;
    std::size_t size = 0;
};

} // namespace flyte_webhook::host
