#include "authentication.h"
#include "base/failure.h"

namespace flyte_webhook::host
{

std::optional<HttpReply> AuthenticationStep::run(RequestContext& context) const
{
    context.credentials = _credentials.extract(context.request());
    if (context.credentials.empty() && _required && !context.open)
        throw Failure(ErrorKind::NoCredentials, "Authentication credentials required");
    return std::nullopt;
}

} // namespace flyte_webhook::host
