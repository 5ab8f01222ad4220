#pragma once
#include "pipeline/step.h"
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// Gives the request its id: the caller's X-Request-Id when that is sane (1 to 128 letters, digits, dots, dashes and underscores), else a
/// new one.
class RequestIdStep final : public Step
{
public:
    std::optional<HttpReply> run(RequestContext& context) const override;

    static std::string idFor(std::string_view given);
};

} // namespace flyte_webhook::host
