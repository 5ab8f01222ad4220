#pragma once
#include "http/message.h"
#include "http/rejection.h"
#include <cstddef>

namespace flyte_webhook::host
{

/// What a request's head says of its body and of the connection behind it.
struct Framing
{
    bool chunked = false;
    std::size_t length = 0;       ///< of the body, when it is not chunked
    bool keepAlive = false;       ///< the client would send another request
    bool expectsContinue = false; ///< the client waits for "100 Continue" before it sends the body

    /// Reads it from the head's fields. A head that two servers could read in two ways is rejected, and so is a body longer than `maxBody`.
    static Rejection read(const HttpRequest& head, bool http11, std::size_t maxBody, Framing& framing);
};

} // namespace flyte_webhook::host
