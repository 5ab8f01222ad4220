#pragma once
#include "endpoints/binder.h"
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// An endpoint made for a test, and the requests that are bound to it.
class Described
{
public:
    explicit Described(fw_body_kind body = FW_BODY_NONE) { _endpoint.body = body; }

    Described& add(fw_type type, fw_place place, const std::string& name, bool required = false)
    {
        host::Parameter parameter;
        parameter.type = type;
        parameter.place = place;
        parameter.name = name;
        parameter.required = required;
        _endpoint.parameters.push_back(parameter);
        return *this;
    }
    Described& path(const std::string& name) { return add(FW_STRING, FW_PATH, name, true); }
    Described& query(fw_type type, const std::string& name) { return add(type, FW_QUERY, name); }
    Described& either(fw_type type, const std::string& name) { return add(type, FW_QUERY_OR_BODY, name); }
    Described& body(fw_type type, const std::string& name) { return add(type, FW_BODY, name); }
    Described& required(fw_type type, fw_place place, const std::string& name) { return add(type, place, name, true); }

    /// Of the parameter that was added last.
    Described& fallback(const std::string& text)
    {
        _endpoint.parameters.back().fallback = text;
        return *this;
    }
    Described& constrained(const std::string& schema)
    {
        _endpoint.parameters.back().constraints = host::Constraints::parse(schema).value();
        return *this;
    }
    Described& bare()
    {
        _endpoint.parameters.back().bareBody = true;
        return *this;
    }

    const host::Endpoint& endpoint() const { return _endpoint; }

    /// What becomes of a request: "name=value name=value" of all that has one, or the errors' JSON list when there are any.
    std::string of(const std::string& query, const std::string& body = {}, const std::string& contentType = "application/json") const;

    /// The same for the captured segments of a path.
    std::string ofPath(const std::vector<std::string>& segments) const;

private:
    std::string outcome(const host::ParameterValues& values, const host::ValidationErrors& errors) const;
    host::Endpoint _endpoint;
};

/// One error as the answer has it.
std::string error(const std::string& type, const std::string& location, const std::string& message, const std::string& input);

} // namespace flyte_webhook::test
