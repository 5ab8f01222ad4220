#pragma once
#include "request/request_context.h"
#include "telemetry/log.h"

namespace flyte_webhook::host
{

/// Writes the one line that each request leaves: what was asked for and what became of it. No query, no body, no credential, and of the
/// path no more than its template. Thread: any.
class AccessLog
{
public:
    explicit AccessLog(const Log& log) : _log(log) {}
    void write(const RequestContext& context, RequestContext::Clock::duration duration) const;

private:
    const Log& _log;
};

} // namespace flyte_webhook::host
