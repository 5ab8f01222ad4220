#include "binder.h"
#include "base/utf8.h"
#include "body_binder.h"
#include "text_forms.h"
#include <algorithm>
#include <map>

namespace flyte_webhook::host
{

namespace
{

using Texts = std::vector<std::string>;

struct TypeError
{
    const char* type;
    const char* message;
};

/// What FastAPI's clients are told of a text that is no value of a type.
TypeError typeError(fw_type type)
{
    switch (type)
    {
    case FW_INTEGER: return {"int_parsing", "Input should be a valid integer, unable to parse string as an integer"};
    case FW_NUMBER: return {"float_parsing", "Input should be a valid number, unable to parse string as a number"};
    case FW_BOOLEAN: return {"bool_parsing", "Input should be a valid boolean, unable to interpret input"};
    case FW_STRING:
    case FW_STRING_LIST:
    case FW_OBJECT: break;
    }
    return {"string_type", "Input should be UTF-8 without NUL"};
}

std::string listOf(const Texts& texts)
{
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "[" : ",") + quoted(text);
    return list + "]";
}

/// A text as JSON; null when it cannot be shown.
std::string shown(const std::string& text) { return isUtf8(text) ? quoted(text) : "null"; }

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

/// The values that a query has for the endpoint's parameters, in its order.
std::map<std::size_t, Texts> given(const Endpoint& endpoint, std::string_view query)
{
    std::map<std::size_t, Texts> texts;
    forEachPair(query,
                [&](const std::string& name, std::string value)
                {
                    const auto index = endpoint.find(name);
                    if (index && endpoint.parameters[*index].inQuery()) texts[*index].push_back(std::move(value));
                });
    return texts;
}

void bindList(std::size_t index, const Texts& texts, Binding& binding)
{
    const auto bad = std::find_if_not(texts.begin(), texts.end(), isText);
    const auto input = [&] { return listOf(texts); };
    if (bad == texts.end()) return binding.set(index, listOf(texts), input);
    const auto [type, message] = typeError(FW_STRING);
    const auto place = static_cast<std::size_t>(bad - texts.begin());
    binding.refuse(index, {binding.parameters()[index].name, place}, type, message, shown(*bad));
}

void bindScalar(std::size_t index, const std::string& text, Binding& binding)
{
    const auto wanted = binding.parameters()[index].type;
    const auto input = [&] { return quoted(text); };
    if (isText(text))
        if (auto value = fromQueryText(wanted, text)) return binding.set(index, *std::move(value), input);
    const auto [type, message] = typeError(wanted);
    binding.refuse(index, type, message, shown(text));
}

void bindQuery(const Endpoint& endpoint, std::string_view query, const BodyContent& body, Binding& binding)
{
    const auto texts = given(endpoint, query);
    for (std::size_t i = 0; i < endpoint.parameters.size(); ++i)
    {
        const auto& parameter = endpoint.parameters[i];
        if (!parameter.inQuery()) continue;
        const auto found = texts.find(i);
        if (found != texts.end() && parameter.type == FW_STRING_LIST)
            bindList(i, found->second, binding);
        else if (found != texts.end())
            bindScalar(i, found->second.back(), binding); // of several the last one counts
        else if (parameter.required && !body.holds(parameter))
            binding.miss(i);
    }
}

} // namespace

void bindPath(const Endpoint& endpoint, const Captures& captures, ParameterValues& values, ValidationErrors& errors)
{
    Binding binding(endpoint, FW_PATH, values, errors);
    for (std::size_t i = 0; i < captures.count; ++i)
    {
        auto text = percentDecode(captures.segments[i], false);
        const auto refuse = [&](const char* message) { binding.refuse(i, "string_type", message, shown(text)); };
        if (text.empty())
            refuse("Input should be a text that is not empty");
        else if (!isUtf8(text))
            refuse("Input should be UTF-8");
        else if (hasControlCharacter(text))
            refuse("Input should be a text without control characters");
        else
            binding.set(i, text, [&] { return quoted(text); });
    }
}

void bindRest(const Endpoint& endpoint, const Brought& brought, ParameterValues& values, ValidationErrors& errors)
{
    ValidationErrors ofBody;
    const auto body = BodyContent::read(endpoint, brought.contentType, brought.body, ofBody);
    if (!body)
    {
        errors = std::move(ofBody);
        return;
    }
    Binding query(endpoint, FW_QUERY, values, errors), rest(endpoint, FW_BODY, values, errors);
    bindQuery(endpoint, brought.query, *body, query);
    bindBody(endpoint, *body, rest);
}

} // namespace flyte_webhook::host
