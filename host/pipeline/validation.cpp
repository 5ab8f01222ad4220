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
    auto reply = errorReply(context.failAs(ErrorKind::EncodedBody), "The request's body must not be encoded");
    reply.headers.emplace_back("Accept-Encoding", "identity");
    return reply;
}

HttpReply invalidRequest(RequestContext& context, const ValidationErrors& errors)
{
    HttpReply reply;
    reply.status = context.failAs(ErrorKind::InvalidRequest);
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
