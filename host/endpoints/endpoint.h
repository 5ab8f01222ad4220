#pragma once
#include "constraints.h"
#include <cstddef>
#include <flyte_webhook/abi.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// One declared parameter of an endpoint.
struct Parameter
{
    std::string name;
    std::string help;
    fw_type type = FW_STRING;
    fw_place place = FW_QUERY;
    bool required = false;
    bool bareBody = false;
    std::optional<std::string> fallback;
    Constraints constraints;
    std::string schema;

    bool inQuery() const noexcept { return place == FW_QUERY || place == FW_QUERY_OR_BODY; }
    bool inBody() const noexcept { return place == FW_BODY || place == FW_QUERY_OR_BODY; }
};

/// One declared answer.
struct DeclaredReply
{
    int status = 200;
    std::string help;
    std::string contentType;
    std::string schema;
};

/// What the path parameters of an endpoint name together, so that the host can guard it.
struct Guard
{
    fw_resource_kind kind = FW_RESOURCE_TASK;
    std::vector<std::size_t> parameters; ///< places in Endpoint::parameters
    std::string selfRefusal;             ///< empty: no self check
};

/// One HTTP endpoint, as a plugin described it and the host checked it. Immutable once made; any thread may read it.
struct Endpoint
{
    std::string id, method, path, summary, description, bodyHelp, bodySchema;
    fw_body_kind body = FW_BODY_NONE;
    fw_role role = FW_ROLE_PLAIN;
    bool open = false;
    std::vector<Parameter> parameters;
    std::vector<DeclaredReply> replies;
    std::optional<Guard> guard;
    std::size_t index = 0; ///< its place in the plugin's table

    /// Whether any parameter may lie in the body.
    bool hasBodyParameters() const noexcept;
    /// The place of a parameter, or nothing.
    std::optional<std::size_t> find(std::string_view name) const noexcept;
};

} // namespace flyte_webhook::host
