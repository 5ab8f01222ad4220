#include "body_binder.h"
#include "member_text.h"
#include "text_forms.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

struct TypeError
{
    const char* type;
    const char* message;
};

/// What FastAPI's clients are told of a JSON value of another type.
TypeError typeError(fw_type type)
{
    switch (type)
    {
    case FW_INTEGER: return {"int_parsing", "Input should be a valid integer"};
    case FW_NUMBER: return {"float_parsing", "Input should be a valid number"};
    case FW_BOOLEAN: return {"bool_parsing", "Input should be a valid boolean, unable to interpret input"};
    case FW_STRING_LIST: return {"list_type", "Input should be a valid list"};
    case FW_OBJECT: return {"dict_type", "Input should be a valid dictionary"};
    case FW_STRING: break;
    }
    return {"string_type", "Input should be a valid string"};
}

void refuseAll(fw_type wanted, const BodyContent& body, Binding& binding)
{
    const auto [type, message] = typeError(wanted);
    binding.refuseAll(type, message, body.asJson());
}

/// Tells each item of a list that is no string.
void refuseItems(std::size_t index, const rapidjson::Value& list, const ValidationErrors::Location& behind, Binding& binding)
{
    const auto [type, message] = typeError(FW_STRING);
    for (rapidjson::SizeType i = 0; i < list.Size(); ++i)
    {
        if (list[i].IsString()) continue;
        auto location = behind;
        location.emplace_back(std::size_t{i});
        binding.refuse(index, location, type, message, toJson(list[i]));
    }
}

void bindMember(std::size_t index, std::string_view body, const rapidjson::Value& given, Binding& binding)
{
    const auto& parameter = binding.parameters()[index];
    const auto input = [&] { return toJson(given); };
    if (parameter.type == FW_OBJECT && given.IsObject()) return binding.set(index, std::string(memberText(body, parameter.name)), input);
    if (auto text = fromJson(parameter.type, given)) return binding.set(index, *std::move(text), input);
    if (parameter.type == FW_STRING_LIST && given.IsArray()) return refuseItems(index, given, {parameter.name}, binding);
    const auto [type, message] = typeError(parameter.type);
    binding.refuse(index, type, message, input());
}

void bindMembers(const BodyContent& body, Binding& binding)
{
    for (std::size_t i = 0; i < binding.parameters().size(); ++i)
    {
        const auto& parameter = binding.parameters()[i];
        if (!parameter.inBody() || binding.given(i)) continue;
        const auto* given = body.find(parameter.name);
        if (given && (!given->IsNull() || parameter.required))
            bindMember(i, body.bytes(), *given, binding);
        else if (parameter.required)
            binding.miss(i); // in its place among the others
    }
}

void bindBareList(std::size_t index, const BodyContent& body, Binding& binding)
{
    const auto& value = body.value();
    if (body.isJson() && value.IsNull()) return;
    if (!body.isJson() || !value.IsArray()) return refuseAll(FW_STRING_LIST, body, binding);
    if (binding.given(index)) return;
    if (auto text = fromJson(FW_STRING_LIST, value)) return binding.set(index, *std::move(text), [&] { return body.asJson(); });
    refuseItems(index, value, {}, binding);
}

/// A body that should hold parameters under its keys and is no object. FastAPI, which takes lists and objects from there, tells each of
/// them as missing, even one that may be left out.
void refuseKeyless(const BodyContent& body, Binding& binding)
{
    const auto lies = [&](const Parameter& parameter)
    { return parameter.inBody() && (parameter.type == FW_STRING_LIST || parameter.type == FW_OBJECT); };
    const auto& parameters = binding.parameters();
    if (!body.isJson() || std::none_of(parameters.begin(), parameters.end(), lies)) return refuseAll(FW_OBJECT, body, binding);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (lies(parameters[i])) binding.miss(i);
}

void bindContent(const Endpoint& endpoint, const BodyContent& body, Binding& binding)
{
    const bool mustBeObject = endpoint.body == FW_BODY_OBJECT;
    if (mustBeObject && body.empty()) return binding.refuseAll("missing", "Field required", "null");
    if (mustBeObject && !body.isObject()) return refuseAll(FW_OBJECT, body, binding);
    if (!endpoint.hasBodyParameters()) return;
    if (body.empty() || body.isObject()) return bindMembers(body, binding);
    const auto bare = std::find_if(endpoint.parameters.begin(), endpoint.parameters.end(), [](const Parameter& p) { return p.bareBody; });
    if (bare == endpoint.parameters.end()) return refuseKeyless(body, binding);
    bindBareList(static_cast<std::size_t>(bare - endpoint.parameters.begin()), body, binding);
}

} // namespace

void bindBody(const Endpoint& endpoint, const BodyContent& body, Binding& binding)
{
    bindContent(endpoint, body, binding);
    for (std::size_t i = 0; i < endpoint.parameters.size(); ++i)
        if (endpoint.parameters[i].inBody() && endpoint.parameters[i].required && !binding.given(i)) binding.miss(i);
}

} // namespace flyte_webhook::host
