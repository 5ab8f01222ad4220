#include "request_context.h"
#include "base/failure.h"
#include "error_reply.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

/// Plugins have kinds of their own, which the host does not know.
bool isWord(std::string_view kind)
{
    constexpr std::size_t longest = 64;
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !kind.empty() && kind.size() <= longest && std::all_of(kind.begin(), kind.end(), fits);
}

} // namespace

RequestContext::~RequestContext()
{
    if (_watched) _exchange.forget();
}

bool RequestContext::answer(HttpReply reply)
{
    if (!finish(reply)) return false;
    try
    {
        _exchange.send(std::move(reply));
        return true;
    }
    catch (const Failure& failure) // it cannot be kept until the client takes it; the exchange tells whether to ask again
    {
        outcome.cause = failure.cause();
        return answer(plainErrorReply(failAs(failure.kind()), failure.what()));
    }
}

bool RequestContext::begin(HttpReply reply)
{
    if (!finish(reply)) return false;
    _streams = request().method != "HEAD";
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

bool RequestContext::fail(ErrorKind kind, std::string_view detail, std::string cause)
{
    return fail(factsOf(kind).status, factsOf(kind).word, detail, std::move(cause));
}

int RequestContext::failAs(ErrorKind kind)
{
    outcome.kind = factsOf(kind).word;
    return factsOf(kind).status;
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

void RequestContext::noteEndOfStream()
{
    if (_streams && cancellation.cancelled()) outcome.cutOff = true;
}

bool RequestContext::finish(HttpReply& reply)
{
    if (_exchange.answered()) return false;
    outcome.status = reply.status;
    outcome.cutOff = cancellation.cancelled(); // now: whoever has a whole answer may go
    reply.headers.emplace_back("X-Request-Id", id);
    if (reply.status >= 400 && isWord(outcome.kind)) reply.headers.emplace_back(kindHeader, outcome.kind);
    return true;
}

} // namespace flyte_webhook::host
