#include "guard.h"
#include "base/failure.h"
#include "endpoints/binder.h"
#include "endpoints/refusal.h"
#include "pipeline/validation.h"

namespace flyte_webhook::host
{

namespace
{

[[noreturn]] void refuse(fw_resource_kind kind, const std::vector<std::string>& names)
{
    throw Failure(ErrorKind::NotInAllowlist, notAllowed(kind, names));
}

} // namespace

std::optional<HttpReply> GuardStep::run(RequestContext& context) const
{
    const auto& endpoint = *context.route.endpoint;
    ValidationErrors errors;
    bindPath(endpoint, context.captures, context.values.emplace(endpoint), errors);
    if (!errors.empty()) return refuseInvalid(context, std::move(errors));
    if (endpoint.guard) check(*endpoint.guard, *context.values);
    return std::nullopt;
}

void GuardStep::check(const Guard& guard, const ParameterValues& values) const
{
    const auto& name = values.at(guard.parameters.back());
    switch (guard.kind)
    {
    case FW_RESOURCE_TASK:
    {
        const auto& domain = values.at(guard.parameters[0]);
        const auto& project = values.at(guard.parameters[1]);
        if (!_lists.permitsTask(domain, project, name)) refuse(guard.kind, {domain, project, name});
        break;
    }
    case FW_RESOURCE_APP:
        if (!guard.selfRefusal.empty() && name == _ownName) throw Failure(ErrorKind::Self, guard.selfRefusal);
        if (!_lists.permitsApp(name)) refuse(guard.kind, {name});
        break;
    case FW_RESOURCE_TRIGGER:
    {
        const auto& task = values.at(guard.parameters[0]);
        if (!_lists.permitsTrigger(task, name)) refuse(guard.kind, {task, name});
        break;
    }
    }
}

} // namespace flyte_webhook::host
