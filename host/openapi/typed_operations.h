#pragma once
#include "openapi/document.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// Something that the operator allows by its whole name.
struct NamedResource
{
    fw_resource_kind kind = FW_RESOURCE_TASK;
    std::vector<std::string> names; ///< as many as the kind has parameters
};

/// One resource that an operation of its own can be made for: the endpoint that acts on it, and the one that tells its types.
struct TypedEndpoint
{
    std::size_t group = 0; ///< its place among the groups of the API
    const Endpoint* endpoint = nullptr;
    const Endpoint* types = nullptr;
    std::vector<std::string> names;
    std::string id; ///< of the operation
};

/// An API, and what it has for single resources. Immutable once made; any thread may read it.
struct TypedApi
{
    static constexpr std::size_t most = 256; ///< that a document shows; with more than these there is none

    Api api;
    std::vector<TypedEndpoint> endpoints;

    bool shows() const { return !endpoints.empty() && endpoints.size() <= most; }
};

/// All that a group can show of the resources: in their order, each once. The operations' ids depend on the resources alone, and differ.
std::vector<TypedEndpoint> typedEndpoints(const Api& api, const std::vector<NamedResource>& resources);

/// What it is about, as an operator names it: "domain/project/name".
std::string resourceName(const TypedEndpoint& endpoint);

/// Where the types of all of them are told.
struct TypesPaths
{
    std::vector<std::string> paths;  ///< each once
    std::vector<std::size_t> places; ///< of each endpoint, in their order: which of the paths is its own
};
TypesPaths typesPaths(const std::vector<TypedEndpoint>& endpoints);

/// The operation on the resource whose types were told (FW_ROLE_TYPES in abi.h). Nothing when that is not what it should be.
std::optional<TypedOperation> typedOperation(const TypedEndpoint& typed, std::string_view told);

} // namespace flyte_webhook::host
