#pragma once
#include "endpoints/validation_errors.h"
#include "pipeline/step.h"

namespace flyte_webhook::host
{

/// Reads and checks the query and the body as the endpoint describes them; everything that is wrong is told in one 422.
class ValidationStep final : public Step
{
public:
    std::optional<HttpReply> run(RequestContext& context) const override;
};

/// The 422 that tells the errors.
HttpReply invalidRequest(RequestContext& context, const ValidationErrors& errors);

} // namespace flyte_webhook::host
