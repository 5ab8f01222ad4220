#pragma once
#include <flyte_webhook/plugin.h>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::prefetch
{

/// What the task gets to run on.
struct ResourceWish
{
    std::string cpu, memory, disk; ///< Kubernetes quantities
};

/// The model that a caller wishes for, checked. What is empty and optional counts as left out. A value.
struct ModelWish
{
    using Text = std::optional<std::string>;

    std::string repository; ///< owner/name at Hugging Face
    std::string task;
    std::vector<std::string> modality;
    Text rawDataPath, artifactName, architecture, serialFormat, modelType, shortDescription;
    Text tokenKey; ///< the secret that holds the token; none: fetched without one
    ResourceWish resources;
    bool force;

    /// Describes the parameters that of() reads.
    static Endpoint& describe(Endpoint& endpoint);

    /// Throws InvalidParameter with all that cannot be used.
    static ModelWish of(const Request& request);

    /// The model's name as the value of a label, which takes 63 characters of few kinds; empty when nothing is left of it.
    std::string label() const;
};

} // namespace flyte_webhook::prefetch
