#include "endpoint_reader.h"
#include "text_forms.h"
#include <algorithm>
#include <rapidjson/document.h>
#include <set>

namespace flyte_webhook::host
{

namespace
{

std::string text(fw_const bytes) { return bytes.size ? std::string(bytes.data, bytes.size) : std::string(); }

[[noreturn]] void bad(const std::string& where, const std::string& what) { throw BadDescription(where + ": " + what); }

bool isIdentifier(std::string_view id)
{
    return !id.empty() && id.front() >= 'a' && id.front() <= 'z' &&
           std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// The JSON schema texts go into a document as they are, so each must be an object by itself.
std::string schema(const std::string& where, fw_const bytes)
{
    auto json = text(bytes);
    rapidjson::Document document;
    if (!json.empty() && (document.Parse(json.data(), json.size()).HasParseError() || !document.IsObject()))
        bad(where, "its schema is no JSON object");
    return json;
}

/// The {names} of a path template, in their order.
std::vector<std::string> templateNames(const std::string& where, const std::string& path)
{
    if (path.empty() || path.front() != '/') bad(where, "its path '" + path + "' does not begin with /");
    if (path.size() > 1 && path.back() == '/') bad(where, "its path '" + path + "' ends with /");
    std::vector<std::string> names;
    for (std::size_t begin = 1; begin <= path.size();)
    {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto segment = path.substr(begin, end - begin);
        if (segment.size() > 2 && segment.front() == '{' && segment.back() == '}')
            names.push_back(segment.substr(1, segment.size() - 2));
        else if (segment.find_first_of("{}?#% ") != std::string::npos || (segment.empty() && path.size() > 1))
            bad(where, "its path '" + path + "' has a segment that is neither plain text nor one {name}");
        begin = end + 1;
    }
    return names;
}

Parameter readParameter(const std::string& endpoint, const fw_parameter& table)
{
    Parameter parameter;
    parameter.name = text(table.name);
    const auto where = endpoint + ", parameter '" + parameter.name + "'";
    if (table.size < sizeof(fw_parameter)) bad(where, "its description is shorter than version 1.0 of the interface has it");
    if (parameter.name.empty()) bad(where, "it has no name");
    if (table.type < FW_STRING || table.type > FW_OBJECT) bad(where, "its type is none of fw_type");
    if (table.place < FW_PATH || table.place > FW_QUERY_OR_BODY) bad(where, "its place is none of fw_place");
    parameter.type = static_cast<fw_type>(table.type);
    parameter.place = static_cast<fw_place>(table.place);
    parameter.help = text(table.help);
    parameter.required = table.required || parameter.place == FW_PATH;
    parameter.bareBody = table.bare_body;
    parameter.schema = schema(where, table.schema);
    parameter.constraints = *Constraints::parse(parameter.schema);
    if (parameter.type == FW_OBJECT && parameter.place != FW_BODY) bad(where, "an object lies in the body only");
    if (parameter.place == FW_PATH && parameter.type != FW_STRING) bad(where, "a path parameter is a string");
    if (parameter.bareBody && (parameter.type != FW_STRING_LIST || !parameter.inBody())) bad(where, "only a list may be the bare body");
    if (table.has_fallback)
    {
        parameter.fallback = text(table.fallback);
        if (!isTextForm(parameter.type, *parameter.fallback))
            bad(where, "its fallback '" + *parameter.fallback + "' is no " + typeName(parameter.type));
    }
    return parameter;
}

void readParameters(const std::string& where, const fw_endpoint& table, Endpoint& endpoint)
{
    const auto names = templateNames(where, endpoint.path);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < table.parameter_count; ++i)
    {
        endpoint.parameters.push_back(readParameter(where, *table.parameters[i]));
        const auto& parameter = endpoint.parameters.back();
        if (!seen.insert(parameter.name).second) bad(where, "it has two parameters '" + parameter.name + "'");
        const bool inTemplate = std::find(names.begin(), names.end(), parameter.name) != names.end();
        if (inTemplate != (parameter.place == FW_PATH)) bad(where, "the parameter '" + parameter.name + "' and the path do not agree");
    }
    // Path parameters come first and in the template's order: the router captures them so.
    std::stable_partition(endpoint.parameters.begin(), endpoint.parameters.end(), [](const Parameter& p) { return p.place == FW_PATH; });
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        const auto found = endpoint.find(names[i]);
        if (!found) bad(where, "the path's {" + names[i] + "} is not among its parameters");
        std::swap(endpoint.parameters[i], endpoint.parameters[*found]);
    }
}

void readGuard(const std::string& where, const fw_endpoint& table, Endpoint& endpoint)
{
    if (!table.guard) return;
    Guard guard;
    const std::size_t parts[] = {0, 3, 1, 2}; // as abi.h says at fw_resource_kind
    if (table.guard->size < sizeof(fw_guard)) bad(where, "its guard is shorter than version 1.0 of the interface has it");
    if (table.guard->kind < FW_RESOURCE_TASK || table.guard->kind > FW_RESOURCE_TRIGGER) bad(where, "its guard is of no known kind");
    if (table.guard->parameter_count != parts[table.guard->kind]) bad(where, "its guard names a wrong number of parameters");
    guard.kind = static_cast<fw_resource_kind>(table.guard->kind);
    guard.selfRefusal = text(table.guard->self_refusal);
    for (std::size_t i = 0; i < table.guard->parameter_count; ++i)
    {
        const auto found = endpoint.find(text(table.guard->parameters[i]));
        if (!found || endpoint.parameters[*found].place != FW_PATH)
            bad(where, "its guard names '" + text(table.guard->parameters[i]) + "', which is no path parameter");
        guard.parameters.push_back(*found);
    }
    endpoint.guard = std::move(guard);
}

} // namespace

Endpoint readEndpoint(const fw_endpoint& table, std::size_t index)
{
    Endpoint endpoint;
    if (table.size < sizeof(fw_endpoint))
        bad("endpoint " + std::to_string(index), "it is shorter than version 1.0 of the interface has it");
    endpoint.id = text(table.id);
    const auto where = "endpoint '" + endpoint.id + "'";
    if (!isIdentifier(endpoint.id)) bad(where, "an id is lower-case letters, digits and underscores and begins with a letter");
    endpoint.index = index;
    endpoint.method = text(table.method);
    const std::set<std::string> methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
    if (!methods.count(endpoint.method)) bad(where, "its method '" + endpoint.method + "' is none of GET, POST, PUT, PATCH, DELETE");
    endpoint.path = text(table.path);
    endpoint.summary = text(table.summary);
    endpoint.description = text(table.description);
    endpoint.bodyHelp = text(table.body_help);
    endpoint.bodySchema = schema(where, table.body_schema);
    if (table.body > FW_BODY_RAW) bad(where, "its body is of no known kind");
    endpoint.body = static_cast<fw_body_kind>(table.body);
    endpoint.open = table.open;
    readParameters(where, table, endpoint);
    for (std::size_t i = 0; i < table.reply_count; ++i)
    {
        const auto& reply = *table.replies[i];
        if (reply.status < 200 || reply.status > 599) bad(where, "it declares a reply of status " + std::to_string(reply.status));
        endpoint.replies.push_back({reply.status, text(reply.help), text(reply.content_type), schema(where, reply.schema)});
    }
    readGuard(where, table, endpoint);
    if (endpoint.open && endpoint.guard) bad(where, "it is open and guarded at once");
    return endpoint;
}

} // namespace flyte_webhook::host
