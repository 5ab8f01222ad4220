#include "document.h"
#include "openapi/json_text.h"
#include "openapi/operation.h"
#include "openapi/response_headers.h"
#include "openapi/security_schemes.h"
#include <Poco/String.h>
#include <algorithm>
#include <utility>

namespace flyte_webhook::host
{

namespace
{

std::vector<Operation> operationsOf(const ApiGroup& group)
{
    std::vector<Operation> operations;
    for (const auto* endpoint : group.endpoints) operations.push_back({group.name, endpoint->id, *endpoint});
    for (const auto& typed : group.typed) operations.push_back({group.name, typed.id, typed.endpoint});
    return operations;
}

/// The operations of each path, paths in the order in which they come first.
std::vector<std::pair<std::string, std::vector<Operation>>> operationsByPath(const Api& api)
{
    std::vector<std::pair<std::string, std::vector<Operation>>> paths;
    for (const auto& group : api.groups)
        for (const auto& operation : operationsOf(group))
        {
            const auto& path = operation.endpoint.path;
            auto found = std::find_if(paths.begin(), paths.end(), [&](const auto& known) { return known.first == path; });
            if (found == paths.end()) found = paths.insert(found, {path, {}});
            found->second.push_back(operation);
        }
    return paths;
}

void writeInfo(JsonObject& document, const Api& api)
{
    document.object("info").field("title", api.title).field("description", api.description).field("version", "1.0.0");
    document.array("servers").object().field("url", "/").field("description", "the server that this document comes from");
}

/// What the group is, and which operations it lacks.
std::string descriptionOf(const ApiGroup& group)
{
    auto text = group.summary;
    if (group.unreadable.empty()) return text;
    text += text.empty() ? "" : "\n\n";
    text += "Not shown by themselves, because what the control plane tells of their types cannot be read:";
    const char* before = " ";
    for (const auto& name : group.unreadable) text += std::exchange(before, ", ") + ("`" + name + "`");
    return text;
}

void writeTags(JsonObject& document, const Api& api)
{
    auto tags = document.array("tags");
    for (const auto& group : api.groups)
    {
        if (group.endpoints.empty()) continue;
        auto tag = tags.object();
        tag.field("name", group.name);
        textUnlessEmpty(tag, "description", descriptionOf(group));
    }
}

void writePaths(JsonObject& document, const Api& api, Components& components)
{
    auto paths = document.object("paths");
    for (const auto& [path, operations] : operationsByPath(api))
    {
        auto item = paths.object(path);
        for (const auto& operation : operations)
        {
            auto object = item.object(Poco::toLower(operation.endpoint.method));
            writeOperation(object, operation, api.authRequired, components);
        }
    }
}

void writeComponents(JsonObject& document, const Components& components, const SecuritySchemes* security)
{
    auto object = document.object("components");
    {
        auto schemas = object.object("schemas");
        components.writeTo(schemas);
    }
    {
        auto headers = object.object("headers");
        describeHeaders(headers);
    }
    if (!security) return;
    auto schemes = object.object("securitySchemes");
    security->writeTo(schemes);
}

} // namespace

std::string makeDocument(const Api& api)
{
    const SecuritySchemes security(api.credentialHeaders);
    Components components;
    auto text = jsonObject(
        [&](JsonObject& document)
        {
            document.field("openapi", "3.1.0");
            writeInfo(document, api);
            writeTags(document, api);
            writePaths(document, api, components);
            writeComponents(document, components, api.authRequired ? &security : nullptr);
            if (!api.authRequired) return;
            auto requirement = document.array("security");
            security.writeRequirementTo(requirement);
        });
    return text += '\n';
}

} // namespace flyte_webhook::host
