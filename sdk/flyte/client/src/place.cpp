#include <flyte_webhook/flyte/place.h>
#include <flyte_webhook/plugin.h>
#include <flyteidl2/common/identifier.pb.h>

namespace flyte_webhook::flyte
{

Place Place::configured(const Plugin& plugin)
{
    return {plugin.fact("webhook.org"), plugin.fact("webhook.project"), plugin.fact("webhook.domain")};
}

Place Place::in(std::string project, std::string domain) const { return {org, std::move(project), std::move(domain)}; }

Endpoint& Place::describeQuery(Endpoint& endpoint)
{
    return endpoint.query<std::string>("project", "the project; left out, the configured one")
        .query<std::string>("domain", "the domain; left out, the configured one");
}

Place Place::of(const Request& request) const
{
    const auto given = [&](const char* name, const std::string& otherwise)
    {
        auto value = request.find<std::string>(name);
        return value && !value->empty() ? *std::move(value) : otherwise;
    };
    return in(given("project", project), given("domain", domain));
}

flyteidl2::common::ProjectIdentifier Place::projectId() const
{
    flyteidl2::common::ProjectIdentifier id;
    id.set_organization(org);
    id.set_name(project);
    id.set_domain(domain);
    return id;
}

flyteidl2::common::RunIdentifier Place::runId(const std::string& name) const
{
    flyteidl2::common::RunIdentifier id;
    id.set_org(org);
    id.set_project(project);
    id.set_domain(domain);
    id.set_name(name);
    return id;
}

} // namespace flyte_webhook::flyte
