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

} // namespace

std::optional<HttpReply> ValidationStep::run(RequestContext& context) const
{
    const auto& endpoint = *context.route.endpoint;
    const auto& request = context.request();
    if (isEncoded(request.header("Content-Encoding"))) return encodedBody(context);
    ValidationErrors errors;
    bindQuery(endpoint, request.query, *context.values, errors);
    bindBody(endpoint, request.header("Content-Type"), request.body, *context.values, errors);
    requireAll(endpoint, *context.values, errors);
    if (errors.empty()) return std::nullopt;
    return invalidRequest(context, errors);
}

HttpReply invalidRequest(RequestContext& context, const ValidationErrors& errors)
{
    context.outcome.kind = "invalid_request";
    HttpReply reply;
    reply.status = 422;
    reply.body = errors.body();
    return reply;
}

} // namespace flyte_webhook::host
