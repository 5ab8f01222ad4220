#pragma once
#include <string>

namespace flyteidl2::common
{
class ProjectIdentifier;
class RunIdentifier;
} // namespace flyteidl2::common

namespace flyte_webhook
{
class Endpoint;
class Plugin;
class Request;
} // namespace flyte_webhook

namespace flyte_webhook::flyte
{

/// Where something lives: organisation, project and domain. A value.
struct Place
{
    std::string org, project, domain;

    /// The configured place of this installation; empty while the plugin is only asked what it is.
    static Place configured(const Plugin& plugin);

    /// This place with another project and domain in the same organisation.
    Place in(std::string project, std::string domain) const;

    /// Describes the query parameters that of() reads.
    static Endpoint& describeQuery(Endpoint& endpoint);

    /// This place with the query parameters `project` and `domain` of a request that has them, where they are given and not empty.
    Place of(const Request& request) const;

    flyteidl2::common::ProjectIdentifier projectId() const;
    flyteidl2::common::RunIdentifier runId(const std::string& name) const;
};

} // namespace flyte_webhook::flyte
