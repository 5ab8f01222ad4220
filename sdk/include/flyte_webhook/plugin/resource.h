#pragma once
#include <flyte_webhook/abi.h>
#include <string>
#include <vector>

namespace flyte_webhook
{

/// Which path parameters of an endpoint together name something that operators may restrict by an allow-list.
struct Resource
{
    fw_resource_kind kind;
    std::vector<std::string> parameters;
    std::string selfRefusal{};

    static Resource task(std::string domain, std::string project, std::string name)
    {
        return {FW_RESOURCE_TASK, {std::move(domain), std::move(project), std::move(name)}};
    }

    /// `selfRefusal` is the detail of the 400 when the name is the webhook's own: "Cannot call self". Empty: it may be its own.
    static Resource app(std::string name, std::string selfRefusal) { return {FW_RESOURCE_APP, {std::move(name)}, std::move(selfRefusal)}; }

    static Resource trigger(std::string taskName, std::string triggerName)
    {
        return {FW_RESOURCE_TRIGGER, {std::move(taskName), std::move(triggerName)}};
    }
};

} // namespace flyte_webhook
