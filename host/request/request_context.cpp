#include "request_context.h"
#include "error_reply.h"

namespace flyte_webhook::host
{

RequestContext::~RequestContext()
{
    if (_watched) _exchange.forget();
}

bool RequestContext::answer(HttpReply reply)
{
    if (!finish(reply)) return false;
    _exchange.send(std::move(reply));
    return true;
}

bool RequestContext::begin(HttpReply reply)
{
    if (!finish(reply)) return false;
    _exchange.begin(std::move(reply));
    return true;
}

bool RequestContext::fail(int status, std::string_view kind, std::string_view detail, std::string cause)
{
    outcome.kind = kind;
    outcome.cause = std::move(cause);
    if (!_exchange.answered()) return answer(errorReply(status, detail));
    outcome.late = true;
    if (outcome.cause.empty()) outcome.cause = detail;
    _exchange.abandon();
    return false;
}

Cancellation& RequestContext::watched()
{
    if (!_watched)
    {
        _watched = true;
        _exchange.watchClient(cancellation);
    }
    return cancellation;
}

bool RequestContext::finish(HttpReply& reply)
{
    if (_exchange.answered()) return false;
    outcome.status = reply.status;
    reply.headers.emplace_back("X-Request-Id", id);
    return true;
}

} // namespace flyte_webhook::host
