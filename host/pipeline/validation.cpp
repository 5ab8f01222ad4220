#include "validation.h"
#include "endpoints/binder.h"

namespace flyte_webhook::host
{

std::optional<HttpReply> ValidationStep::run(RequestContext& context) const
{
    const auto& endpoint = *context.route.endpoint;
    const auto& request = context.request();
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
