#pragma once
#include "endpoints/validation_errors.h"
#include "pipeline/step.h"

namespace flyte_webhook::host
{

/// Reads and checks the query and the body as the endpoint describes them; everything that is wrong is told in one 422. A body that is
/// encoded is none that could be read: 415.
class ValidationStep final : public Step
{
public:
    std::optional<HttpReply> run(RequestContext& context) const override;
};

/// Reads and checks the query and the body. The answer, when they or the path, whose errors are given, are wrong.
std::optional<HttpReply> refuseInvalid(RequestContext& context, ValidationErrors pathErrors);

} // namespace flyte_webhook::host
