#pragma once
#include <deque>
#include <flyte_webhook/plugin/bytes.h>
#include <flyte_webhook/plugin/resource.h>
#include <flyte_webhook/plugin/text.h>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace flyte_webhook
{

/// What a parameter or setting must fulfil beyond its type, as JSON schema keywords. Made by between(), oneOf() and the like.
struct Constraint
{
    std::string schema;
};

/// A number from `least` to `most`, both included.
template <typename T> Constraint between(T least, T most)
{
    return {R"({"minimum":)" + toText(least) + R"(,"maximum":)" + toText(most) + "}"};
}
inline Constraint between(int least, int most) { return between<std::int64_t>(least, most); }

/// One of the values.
inline Constraint oneOf(const std::vector<std::string>& values) { return {R"({"enum":)" + toText(values) + "}"}; }

/// A text of so many characters at the least and at the most.
inline Constraint length(std::int64_t least, std::int64_t most)
{
    return {R"({"minLength":)" + toText(least) + R"(,"maxLength":)" + toText(most) + "}"};
}

/// A text that a regular expression of ECMA-262 matches. It is told in the documentation; the handler checks it.
inline Constraint pattern(std::string_view expression) { return {R"({"pattern":)" + jsonText(expression) + "}"}; }

/// A value that the documentation shows; of a parameter that must be given, the one that its pages fill in.
inline Constraint example(std::string_view value) { return {R"({"examples":[)" + jsonText(value) + "]}"}; }
inline Constraint example(const std::vector<std::string>& value) { return {R"({"examples":[)" + toText(value) + "]}"}; }

/// What each item of a list must fulfil. It is told in the documentation; the handler checks it.
inline Constraint each(const Constraint& item)
{
    const auto more = item.schema.empty() ? "}" : "," + item.schema.substr(1);
    return {R"({"items":{"type":"string")" + more + "}"};
}

/// Both.
inline Constraint operator&(const Constraint& one, const Constraint& other)
{
    if (one.schema.empty() || other.schema.empty()) return {one.schema + other.schema};
    return {one.schema.substr(0, one.schema.size() - 1) + "," + other.schema.substr(1)};
}

/// The description of one endpoint, built by a handler's describe(). The host routes, validates, guards and documents by it.
/// Thread: the one that starts the plugin. The object must stay where it is once table() was called.
class Endpoint
{
public:
    Endpoint() = default;
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;

    /// The id, unique among all plugins, and the path as a client types it, with {name} for one whole segment.
    Endpoint& get(std::string id, std::string path) { return method("GET", std::move(id), std::move(path)); }
    Endpoint& post(std::string id, std::string path) { return method("POST", std::move(id), std::move(path)); }
    Endpoint& put(std::string id, std::string path) { return method("PUT", std::move(id), std::move(path)); }
    Endpoint& patch(std::string id, std::string path) { return method("PATCH", std::move(id), std::move(path)); }
    Endpoint& del(std::string id, std::string path) { return method("DELETE", std::move(id), std::move(path)); }

    Endpoint& summary(std::string_view text) { return set(_table.summary, text); }
    Endpoint& description(std::string_view text) { return set(_table.description, text); }

    /// Callable without credentials. For health checks only.
    Endpoint& open()
    {
        _table.open = 1;
        return *this;
    }

    /// The endpoint tells the types of the resource that guardedAs() names; see FW_ROLE_TYPES.
    Endpoint& tellsTypes() { return role(FW_ROLE_TYPES); }

    /// The body, bodyObject(), is of the types of that resource; see FW_ROLE_TYPED.
    Endpoint& takesTypes() { return role(FW_ROLE_TYPED); }

    /// Says what a path parameter is; one that is not described here is a plain text.
    Endpoint& path(std::string_view name, std::string_view help, const Constraint& constraint = {})
    {
        for (auto& parameter : _parameters)
        {
            if (parameter.place != FW_PATH || toView(parameter.name) != name) continue;
            parameter.help = keep(help);
            parameter.schema = keep(constraint.schema);
            return *this;
        }
        throw std::logic_error("the path " + std::string(toView(_table.path)) + " has no {" + std::string(name) + "}");
    }

    /// An optional query parameter without a fallback.
    template <typename T> Endpoint& query(std::string_view name, std::string_view help, const Constraint& constraint = {})
    {
        return add<T>(FW_QUERY, name, help, constraint);
    }

    /// A query parameter with a fallback.
    template <typename T>
    Endpoint& query(std::string_view name, const std::common_type_t<T>& fallback, std::string_view help, const Constraint& constraint = {})
    {
        return add<T>(FW_QUERY, name, help, constraint).fallBack(toText<T>(fallback));
    }

    /// A query parameter that must be given.
    template <typename T> Endpoint& requiredQuery(std::string_view name, std::string_view help, const Constraint& constraint = {})
    {
        return add<T>(FW_QUERY, name, help, constraint).require();
    }

    /// A parameter that may stand in the query or be a key of the JSON body; in both, the query wins.
    template <typename T> Endpoint& either(std::string_view name, std::string_view help, const Constraint& constraint = {})
    {
        return add<T>(FW_QUERY_OR_BODY, name, help, constraint);
    }
    template <typename T>
    Endpoint& either(std::string_view name, const std::common_type_t<T>& fallback, std::string_view help, const Constraint& constraint = {})
    {
        return add<T>(FW_QUERY_OR_BODY, name, help, constraint).fallBack(toText<T>(fallback));
    }
    template <typename T> Endpoint& requiredEither(std::string_view name, std::string_view help, const Constraint& constraint = {})
    {
        return add<T>(FW_QUERY_OR_BODY, name, help, constraint).require();
    }

    /// An optional JSON object under a key of the body.
    Endpoint& bodyKey(std::string_view name, std::string_view help, const Constraint& constraint = {})
    {
        return add(FW_OBJECT, FW_BODY, name, help, constraint);
    }

    /// The list parameter that was added last may also be the whole body, as a bare JSON array.
    Endpoint& orBareBody()
    {
        if (_parameters.empty()) throw std::logic_error("there is no parameter that could be the bare body");
        _parameters.back().bare_body = 1;
        return *this;
    }

    /// The body must be a JSON object. `schema` is its JSON schema, or empty.
    Endpoint& bodyObject(std::string_view help, std::string_view schema = {}) { return body(FW_BODY_OBJECT, help, schema); }

    /// The body is any bytes.
    Endpoint& bodyRaw(std::string_view help) { return body(FW_BODY_RAW, help, {}); }

    /// An answer of the endpoint. `schema` is the JSON schema of its body, or empty.
    Endpoint& reply(int status, std::string_view help, std::string_view schema = {}, std::string_view contentType = {})
    {
        _replies.push_back({sizeof(fw_reply), status, keep(help), keep(contentType), keep(schema)});
        return *this;
    }

    /// An error that the endpoint may answer, with the body {"detail": text}, of which `detail` is an example. The host adds those of its
    /// own steps.
    Endpoint& failure(int status, std::string_view help, std::string_view detail = {})
    {
        std::string schema = R"({"type":"object","required":["detail"],"properties":{"detail":{"type":"string"}})";
        if (!detail.empty()) schema += R"(,"examples":[{"detail":)" + jsonText(detail) + "}]";
        return reply(status, help, schema + "}");
    }

    /// The host refuses the request, before handle(), when the operator's allow-list does not hold this resource.
    Endpoint& guardedAs(const Resource& resource)
    {
        for (const auto& name : resource.parameters) _guarded.push_back(keep(name));
        _guard = {sizeof(fw_guard), static_cast<std::uint32_t>(resource.kind), nullptr, 0, keep(resource.selfRefusal)};
        _hasGuard = true;
        return *this;
    }

    /// The description as the host reads it; valid as long as this object.
    const fw_endpoint* table()
    {
        _parameterList.clear();
        _replyList.clear();
        for (const auto& parameter : _parameters) _parameterList.push_back(&parameter);
        for (const auto& reply : _replies) _replyList.push_back(&reply);
        _table.size = sizeof _table;
        _table.parameters = _parameterList.data();
        _table.parameter_count = _parameterList.size();
        _table.replies = _replyList.data();
        _table.reply_count = _replyList.size();
        _guard.parameters = _guarded.data();
        _guard.parameter_count = _guarded.size();
        _table.guard = _hasGuard ? &_guard : nullptr;
        return &_table;
    }

private:
    Endpoint& method(std::string_view method, std::string id, std::string path)
    {
        _table.method = keep(method);
        _table.id = keep(id);
        _table.path = keep(path);
        for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1))
            add(FW_STRING, FW_PATH, std::string_view(path).substr(open + 1, path.find('}', open) - open - 1), {}, {}).require();
        return *this;
    }

    template <typename T> Endpoint& add(fw_place place, std::string_view name, std::string_view help, const Constraint& constraint)
    {
        return add(TextForm<T>::type, place, name, help, constraint);
    }

    Endpoint& add(fw_type type, fw_place place, std::string_view name, std::string_view help, const Constraint& constraint)
    {
        fw_parameter parameter{};
        parameter.size = sizeof parameter;
        parameter.type = type;
        parameter.place = place;
        parameter.name = keep(name);
        parameter.help = keep(help);
        parameter.schema = keep(constraint.schema);
        _parameters.push_back(parameter);
        return *this;
    }

    Endpoint& require()
    {
        _parameters.back().required = 1;
        return *this;
    }

    Endpoint& fallBack(const std::string& text)
    {
        _parameters.back().fallback = keep(text);
        _parameters.back().has_fallback = 1;
        return *this;
    }

    Endpoint& role(fw_role role)
    {
        _table.role = role;
        return *this;
    }

    Endpoint& body(fw_body_kind kind, std::string_view help, std::string_view schema)
    {
        _table.body = kind;
        set(_table.body_help, help);
        return set(_table.body_schema, schema);
    }

    Endpoint& set(fw_const& field, std::string_view text)
    {
        field = keep(text);
        return *this;
    }

    fw_const keep(std::string_view text) { return toBytes(_texts.emplace_back(text)); }

    fw_endpoint _table{};
    fw_guard _guard{};
    bool _hasGuard = false;
    std::deque<std::string> _texts;
    std::deque<fw_parameter> _parameters;
    std::deque<fw_reply> _replies;
    std::vector<const fw_parameter*> _parameterList;
    std::vector<const fw_reply*> _replyList;
    std::vector<fw_const> _guarded;
};

} // namespace flyte_webhook
