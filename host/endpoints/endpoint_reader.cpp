#include "endpoint_reader.h"
#include "first_sizes.h"
#include "router.h"
#include "text_forms.h"
#include <algorithm>
#include <cstddef>
#include <rapidjson/document.h>
#include <set>

namespace flyte_webhook::host
{

namespace
{

// Beyond all that makes sense: a number that was never set is told as such, and not followed into memory that is not the plugin's.
constexpr std::size_t longestText = std::size_t{16} << 20, mostItems = 10000;

[[noreturn]] void bad(const std::string& where, const std::string& what) { throw BadDescription(where + ": " + what); }

/// The item of a list of pointers.
template <typename T> const T& item(const std::string& where, const char* what, const T* const* list, std::size_t place)
{
    if (!list || !list[place]) bad(where, std::string(what) + " " + std::to_string(place) + " is NULL");
    return *list[place];
}

bool isIdentifier(std::string_view id)
{
    return !id.empty() && id.front() >= 'a' && id.front() <= 'z' &&
           std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// The JSON schema texts go into a document as they are, so each must be an object by itself.
std::string schema(const std::string& where, fw_const bytes)
{
    auto json = readText(where, "schema", bytes);
    rapidjson::Document document;
    if (!json.empty() && (document.Parse(json.data(), json.size()).HasParseError() || !document.IsObject()))
        bad(where, "its schema is no JSON object");
    return json;
}

/// What a client writes literally in a path: RFC 3986, section 3.3, without the escapes. Not "." and "..", which clients take out.
bool isPlainSegment(std::string_view segment)
{
    constexpr std::string_view others = "-._~!$&'()*+,;=:@";
    const auto fits = [&](char c)
    { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.find(c) != others.npos; };
    return !segment.empty() && segment != "." && segment != ".." && std::all_of(segment.begin(), segment.end(), fits);
}

/// The name of a segment "{name}"; empty when it is none.
std::string_view nameOf(std::string_view segment)
{
    if (segment.size() < 3 || segment.front() != '{' || segment.back() != '}') return {};
    const auto name = segment.substr(1, segment.size() - 2);
    return isPlainSegment(name) ? name : std::string_view();
}

/// The {names} of a path template, in their order.
std::vector<std::string> templateNames(const std::string& where, const std::string& path)
{
    if (path.empty() || path.front() != '/') bad(where, "its path '" + path + "' does not begin with /");
    std::vector<std::string> names;
    if (path == "/") return names;
    if (path.back() == '/') bad(where, "its path '" + path + "' ends with /");
    for (std::size_t begin = 1; begin <= path.size();)
    {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto segment = std::string_view(path).substr(begin, end - begin);
        const auto name = nameOf(segment);
        if (name.empty() && !isPlainSegment(segment))
            bad(where, "its path '" + path + "' has a segment that is neither plain text nor one {name}");
        if (std::find(names.begin(), names.end(), name) != names.end()) bad(where, "its path has {" + std::string(name) + "} twice");
        if (!name.empty()) names.emplace_back(name);
        begin = end + 1;
    }
    if (names.size() > Captures::most) bad(where, "its path has more than " + std::to_string(Captures::most) + " names");
    return names;
}

void readFallback(const std::string& where, const fw_parameter& table, Parameter& parameter)
{
    if (!table.has_fallback) return;
    if (parameter.required) bad(where, "it is required and has a fallback at once");
    parameter.fallback = readText(where, "fallback", table.fallback);
    if (!isTextForm(parameter.type, *parameter.fallback))
        bad(where, "its fallback '" + *parameter.fallback + "' is no " + typeName(parameter.type));
    if (const auto violation = parameter.constraints.violation(parameter.type, *parameter.fallback))
        bad(where, "its fallback '" + *parameter.fallback + "' should be " + violation->right);
}

Parameter readParameter(const std::string& endpoint, const fw_parameter& table)
{
    Parameter parameter;
    if (!isWhole(table)) bad(endpoint, "a parameter's description is shorter than version 1.0 of the interface has it");
    parameter.name = readText(endpoint + ", a parameter", "name", table.name);
    const auto where = endpoint + ", parameter '" + parameter.name + "'";
    if (parameter.name.empty()) bad(where, "it has no name");
    if (table.type < FW_STRING || table.type > FW_OBJECT) bad(where, "its type is none of fw_type");
    if (table.place < FW_PATH || table.place > FW_QUERY_OR_BODY) bad(where, "its place is none of fw_place");
    parameter.type = static_cast<fw_type>(table.type);
    parameter.place = static_cast<fw_place>(table.place);
    parameter.help = readText(where, "help", table.help);
    parameter.required = table.required || parameter.place == FW_PATH;
    parameter.bareBody = table.bare_body;
    parameter.schema = schema(where, table.schema);
    const auto constraints = Constraints::parse(parameter.schema);
    if (!constraints) bad(where, "its schema has a minimum, maximum, minLength, maxLength or enum that is none");
    parameter.constraints = *constraints;
    if (parameter.type == FW_OBJECT && parameter.place != FW_BODY) bad(where, "an object lies in the body only");
    if (parameter.place == FW_PATH && parameter.type != FW_STRING) bad(where, "a path parameter is a string");
    if (parameter.bareBody && (parameter.type != FW_STRING_LIST || !parameter.inBody())) bad(where, "only a list may be the bare body");
    readFallback(where, table, parameter);
    return parameter;
}

/// Path parameters come first and in the template's order: the router captures them so.
void orderAsPath(const std::string& where, const std::vector<std::string>& names, Endpoint& endpoint)
{
    auto& parameters = endpoint.parameters;
    std::stable_partition(parameters.begin(), parameters.end(), [](const Parameter& p) { return p.place == FW_PATH; });
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        const auto found = endpoint.find(names[i]);
        if (!found) bad(where, "the path's {" + names[i] + "} is not among its parameters");
        std::swap(parameters[i], parameters[*found]);
    }
}

void readParameters(const std::string& where, const fw_endpoint& table, Endpoint& endpoint)
{
    const auto names = templateNames(where, endpoint.path);
    std::set<std::string> seen;
    bool bareBody = false;
    for (std::size_t i = 0; i < readCount(where, "parameters", table.parameter_count); ++i)
    {
        endpoint.parameters.push_back(readParameter(where, item(where, "parameter", table.parameters, i)));
        const auto& parameter = endpoint.parameters.back();
        if (!seen.insert(parameter.name).second) bad(where, "it has two parameters '" + parameter.name + "'");
        const bool inTemplate = std::find(names.begin(), names.end(), parameter.name) != names.end();
        if (inTemplate != (parameter.place == FW_PATH)) bad(where, "the parameter '" + parameter.name + "' and the path do not agree");
        if (parameter.bareBody && bareBody) bad(where, "two parameters would be its bare body");
        bareBody = bareBody || parameter.bareBody;
    }
    if (endpoint.body == FW_BODY_RAW && endpoint.hasBodyParameters()) bad(where, "its body is raw, so no parameter can lie in it");
    orderAsPath(where, names, endpoint);
}

void readGuard(const std::string& where, const fw_endpoint& table, Endpoint& endpoint)
{
    if (!table.guard) return;
    Guard guard;
    const std::size_t parts[] = {0, 3, 1, 2}; // as abi.h says at fw_resource_kind
    if (!isWhole(*table.guard)) bad(where, "its guard is shorter than version 1.0 of the interface has it");
    if (table.guard->kind < FW_RESOURCE_TASK || table.guard->kind > FW_RESOURCE_TRIGGER) bad(where, "its guard is of no known kind");
    if (table.guard->parameter_count != parts[table.guard->kind]) bad(where, "its guard names a wrong number of parameters");
    if (!table.guard->parameters) bad(where, "its guard's list of parameters is NULL");
    guard.kind = static_cast<fw_resource_kind>(table.guard->kind);
    guard.selfRefusal = readText(where, "guard's self_refusal", table.guard->self_refusal);
    for (std::size_t i = 0; i < table.guard->parameter_count; ++i)
    {
        const auto name = readText(where, "guard", table.guard->parameters[i]);
        const auto found = endpoint.find(name);
        if (!found || endpoint.parameters[*found].place != FW_PATH)
            bad(where, "its guard names '" + name + "', which is no path parameter");
        if (std::count(guard.parameters.begin(), guard.parameters.end(), *found)) bad(where, "its guard names '" + name + "' twice");
        guard.parameters.push_back(*found);
    }
    endpoint.guard = std::move(guard);
}

void readReplies(const std::string& where, const fw_endpoint& table, Endpoint& endpoint)
{
    for (std::size_t i = 0; i < readCount(where, "replies", table.reply_count); ++i)
    {
        const auto& reply = item(where, "reply", table.replies, i);
        if (!isWhole(reply)) bad(where, "a reply's description is shorter than version 1.0 of the interface has it");
        if (reply.status < 200 || reply.status > 599) bad(where, "it declares a reply of status " + std::to_string(reply.status));
        endpoint.replies.push_back({reply.status, readText(where, "reply's help", reply.help),
                                    readText(where, "reply's content type", reply.content_type), schema(where, reply.schema)});
    }
}

/// Whether the resource of the guard is all that must be given.
bool needsNothingElse(const Endpoint& endpoint)
{
    const auto& guarded = endpoint.guard->parameters;
    for (std::size_t i = 0; i < endpoint.parameters.size(); ++i)
        if (endpoint.parameters[i].required && std::find(guarded.begin(), guarded.end(), i) == guarded.end()) return false;
    return endpoint.body != FW_BODY_OBJECT;
}

void readRole(const std::string& where, const fw_endpoint& table, Endpoint& endpoint)
{
    if (table.size < offsetof(fw_endpoint, role) + sizeof table.role) return;
    if (table.role > FW_ROLE_TYPED) bad(where, "its role is none of fw_role");
    endpoint.role = static_cast<fw_role>(table.role);
    if (endpoint.role != FW_ROLE_PLAIN && !endpoint.guard) bad(where, "its role is about a resource, but it has no guard that names one");
    if (endpoint.role == FW_ROLE_TYPES && (endpoint.method != "GET" || !needsNothingElse(endpoint)))
        bad(where, "it tells types, so it must be a GET that needs nothing but the resource of its guard");
    if (endpoint.role == FW_ROLE_TYPED && endpoint.body != FW_BODY_OBJECT) bad(where, "it takes types, so its body must be an object");
}

} // namespace

std::string readText(const std::string& where, const char* what, fw_const bytes)
{
    if (bytes.size && !bytes.data) bad(where, std::string("its ") + what + " has a length, but is NULL");
    if (!bytes.size) return {};
    if (bytes.size > longestText)
        bad(where, std::string("its ") + what + " has " + std::to_string(bytes.size) + " bytes, which is no text");
    std::string copy(bytes.data, bytes.size);
    if (!isText(copy)) bad(where, std::string("its ") + what + " is no UTF-8 without NUL");
    return copy;
}

std::size_t readCount(const std::string& where, const char* what, std::size_t count)
{
    if (count > mostItems)
        bad(where, "it has " + std::to_string(count) + " " + what + "; more than " + std::to_string(mostItems) + " are a mistake");
    return count;
}

Endpoint readEndpoint(const fw_endpoint& table, std::size_t index)
{
    Endpoint endpoint;
    const auto number = "endpoint " + std::to_string(index);
    if (!isWhole(table)) bad(number, "it is shorter than version 1.0 of the interface has it");
    endpoint.id = readText(number, "id", table.id);
    const auto where = "endpoint '" + endpoint.id + "'";
    if (!isIdentifier(endpoint.id)) bad(where, "an id is lower-case letters, digits and underscores and begins with a letter");
    endpoint.index = index;
    endpoint.method = readText(where, "method", table.method);
    const std::set<std::string> methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
    if (!methods.count(endpoint.method)) bad(where, "its method '" + endpoint.method + "' is none of GET, POST, PUT, PATCH, DELETE");
    endpoint.path = readText(where, "path", table.path);
    endpoint.summary = readText(where, "summary", table.summary);
    endpoint.description = readText(where, "description", table.description);
    endpoint.bodyHelp = readText(where, "body's help", table.body_help);
    endpoint.bodySchema = schema(where, table.body_schema);
    if (table.body > FW_BODY_RAW) bad(where, "its body is of no known kind");
    endpoint.body = static_cast<fw_body_kind>(table.body);
    endpoint.open = table.open;
    readParameters(where, table, endpoint);
    readReplies(where, table, endpoint);
    readGuard(where, table, endpoint);
    readRole(where, table, endpoint);
    if (endpoint.open && endpoint.guard) bad(where, "it is open and guarded at once");
    return endpoint;
}

} // namespace flyte_webhook::host
