#pragma once
#include "http/message.h"
#include "request/request_context.h"
#include <optional>

namespace flyte_webhook::host
{

/// One step of the request path. Immutable; any number of threads run it at once.
class Step
{
public:
    Step() = default;
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;
    virtual ~Step() = default;

    /// Looks at the request and adds what it learns to the context. Ends the request by an answer, or by throwing a Failure; with neither
    /// the next step follows.
    virtual std::optional<HttpReply> run(RequestContext& context) const = 0;
};

} // namespace flyte_webhook::host
