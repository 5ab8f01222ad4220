#pragma once
#include "pipeline/step.h"
#include "plugins/host_services.h"

namespace flyte_webhook::host
{

/// Lets the endpoint's plugin answer.
class HandleStep final : public Step
{
public:
    explicit HandleStep(const HostServices& services) : _services(services) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    const HostServices _services;
};

} // namespace flyte_webhook::host
