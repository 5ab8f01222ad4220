#include "validation.h"
#include "endpoints/binder.h"
#include "request/error_reply.h"
#include <Poco/String.h>

namespace flyte_webhook::host
{

namespace
{

bool isEncoded(std::string_view coding) { return !coding.empty() && Poco::icompare(std::string(coding), "identity") != 0; }

/// RFC 9110, section 12.5.3: what would be right is told by Accept-Encoding.
HttpReply encodedBody(RequestContext& context)
{
    context.outcome.kind = "encoded_body";
    auto reply = errorReply(415, "The request's body must not be encoded");
    reply.headers.emplace_back("Accept-Encoding", "identity");
    return reply;
}

HttpReply invalidRequest(RequestContext& context, const ValidationErrors& errors)
{
    context.outcome.kind = "invalid_request";
    HttpReply reply;
    reply.status = 422;
    reply.body = errors.body();
    return reply;
}

} // namespace

std::optional<HttpReply> ValidationStep::run(RequestContext& context) const { return refuseInvalid(context, {}); }

std::optional<HttpReply> refuseInvalid(RequestContext& context, ValidationErrors pathErrors)
{
    const auto& request = context.request();
    if (isEncoded(request.header("Content-Encoding"))) return encodedBody(context);
    const Brought brought{request.query, request.header("Content-Type"), request.body};
    bindRest(*context.route.endpoint, brought, *context.values, pathErrors);
    if (pathErrors.empty()) return std::nullopt;
    return invalidRequest(context, pathErrors);
}

} // namespace flyte_webhook::host
