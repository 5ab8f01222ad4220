#include "task_traits.h"
#include <algorithm>
#include <flyteidl2/task/task_definition.pb.h>

namespace flyte_webhook::task
{

namespace
{

CacheTraits cacheOf(const flyteidl2::core::TaskMetadata& metadata)
{
    CacheTraits cache{"auto", {}, metadata.cache_serializable()};
    if (!metadata.discovery_version().empty())
    {
        cache.behavior = "override";
        cache.versionOverride = metadata.discovery_version();
    }
    if (!metadata.discoverable()) cache.behavior = "disable";
    return cache;
}

} // namespace

TaskTraits traitsOf(const flyteidl2::task::TaskSpec& spec)
{
    const auto& tmpl = spec.task_template();
    TaskTraits traits{tmpl.type(), {}, {}, cacheOf(tmpl.metadata()), {}};
    for (const auto& input : spec.default_inputs())
        if (!input.parameter().required()) traits.defaultInputArgs.push_back(input.name());
    const auto& defaults = traits.defaultInputArgs;
    for (const auto& input : tmpl.interface().inputs().variables())
        if (std::find(defaults.begin(), defaults.end(), input.key()) == defaults.end()) traits.requiredArgs.push_back(input.key());
    for (const auto& secret : tmpl.security_context().secrets()) traits.secrets.push_back(secret.key());
    return traits;
}

} // namespace flyte_webhook::task
