#include "binder.h"
#include "base/utf8.h"
#include "text_forms.h"
#include <algorithm>
#include <map>

namespace flyte_webhook::host
{

namespace
{

/// What pydantic says when a value is of another type: the error's type and message.
struct TypeError
{
    const char* type;
    const char* message;
};

TypeError typeError(fw_type type)
{
    switch (type)
    {
    case FW_INTEGER: return {"int_parsing", "Input should be a valid integer, unable to parse string as an integer"};
    case FW_NUMBER: return {"float_parsing", "Input should be a valid number, unable to parse string as a number"};
    case FW_BOOLEAN: return {"bool_parsing", "Input should be a valid boolean, unable to interpret input"};
    case FW_STRING_LIST: return {"list_type", "Input should be a valid list"};
    case FW_OBJECT: return {"dict_type", "Input should be a valid dictionary"};
    case FW_STRING: break;
    }
    return {"string_type", "Input should be a valid string"};
}

std::string listOf(const std::vector<std::string>& texts)
{
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "[" : ",") + quoted(text);
    return list + "]";
}

/// Calls take(name, value) with each decoded pair of a query.
template <typename Take> void forEachPair(std::string_view query, Take take)
{
    while (!query.empty())
    {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        take(percentDecode(pair.substr(0, equals), true), percentDecode(pair.substr(std::min(equals + 1, pair.size())), true));
    }
}

} // namespace

void refuseType(const Endpoint& endpoint, std::size_t index, const char* place, std::string_view inputJson, ParameterValues& values,
                ValidationErrors& errors)
{
    const auto [type, message] = typeError(endpoint.parameters[index].type);
    errors.add(type, {place, endpoint.parameters[index].name}, message, inputJson);
    values.refuse(index);
}

void setChecked(const Endpoint& endpoint, std::size_t index, const char* place, std::string text, ParameterValues& values,
                ValidationErrors& errors)
{
    const auto& parameter = endpoint.parameters[index];
    if (const auto violation = parameter.constraints.violation(parameter.type, text))
        errors.add("value_error", {place, parameter.name}, "Input should be " + *violation, quoted(text));
    values.set(index, std::move(text));
}

void bindPath(const Endpoint& endpoint, const Captures& captures, ParameterValues& values, ValidationErrors& errors)
{
    for (std::size_t i = 0; i < captures.count; ++i)
    {
        const auto refuse = [&](const char* message, std::string_view input)
        {
            errors.add("string_type", {"path", endpoint.parameters[i].name}, message, input);
            values.refuse(i);
        };
        auto text = percentDecode(captures.segments[i], false);
        if (text.empty())
            refuse("Input should be a text that is not empty", quoted(text));
        else if (!isUtf8(text))
            refuse("Input should be UTF-8", "null");
        else if (hasControlCharacter(text))
            refuse("Input should be a text without control characters", quoted(text));
        else
            setChecked(endpoint, i, "path", std::move(text), values, errors);
    }
}

void bindQuery(const Endpoint& endpoint, std::string_view query, ParameterValues& values, ValidationErrors& errors)
{
    std::map<std::size_t, std::vector<std::string>> given;
    forEachPair(query,
                [&](const std::string& name, std::string value)
                {
                    const auto index = endpoint.find(name);
                    if (index && endpoint.parameters[*index].inQuery()) given[*index].push_back(std::move(value));
                });
    for (auto& [index, texts] : given)
    {
        const auto& parameter = endpoint.parameters[index];
        if (!std::all_of(texts.begin(), texts.end(), [](const std::string& text) { return isText(text); }))
        {
            errors.add("string_type", {"query", parameter.name}, "Input should be UTF-8 without NUL");
            values.refuse(index);
        }
        else if (parameter.type == FW_STRING_LIST)
            values.set(index, listOf(texts));
        else if (auto text = fromQueryText(parameter.type, texts.back()))
            setChecked(endpoint, index, "query", *std::move(text), values, errors);
        else
            refuseType(endpoint, index, "query", quoted(texts.back()), values, errors);
    }
}

void requireAll(const Endpoint& endpoint, const ParameterValues& values, ValidationErrors& errors)
{
    for (std::size_t i = 0; i < endpoint.parameters.size(); ++i)
    {
        const auto& parameter = endpoint.parameters[i];
        if (parameter.required && !values.given(i))
            errors.add("missing", {parameter.inQuery() ? "query" : "body", parameter.name}, "Field required");
    }
}

} // namespace flyte_webhook::host
