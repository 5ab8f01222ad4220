#include "endpoint.h"
#include "text_forms.h"
#include <algorithm>
#include <rapidjson/document.h>

namespace flyte_webhook::host
{

namespace
{

template <typename T> void readNumber(const rapidjson::Document& schema, const char* key, std::optional<T>& into)
{
    const auto found = schema.FindMember(key);
    if (found != schema.MemberEnd() && found->value.IsNumber()) into = static_cast<T>(found->value.GetDouble());
}

} // namespace

std::optional<Constraints> Constraints::parse(std::string_view text)
{
    Constraints constraints;
    if (text.empty()) return constraints;
    rapidjson::Document schema;
    schema.Parse(text.data(), text.size());
    if (schema.HasParseError() || !schema.IsObject()) return std::nullopt;
    readNumber(schema, "minimum", constraints.minimum);
    readNumber(schema, "maximum", constraints.maximum);
    readNumber(schema, "minLength", constraints.minLength);
    readNumber(schema, "maxLength", constraints.maxLength);
    if (const auto values = schema.FindMember("enum"); values != schema.MemberEnd() && values->value.IsArray())
        for (const auto& value : values->value.GetArray())
            if (value.IsString()) constraints.values.emplace_back(value.GetString(), value.GetStringLength());
    return constraints;
}

std::optional<std::string> Constraints::violation(fw_type type, std::string_view text) const
{
    if (type == FW_INTEGER || type == FW_NUMBER)
    {
        const double value = numberOf(text);
        if (minimum && value < *minimum) return "at least " + printNumber(*minimum);
        if (maximum && value > *maximum) return "at most " + printNumber(*maximum);
    }
    if (type == FW_STRING)
    {
        const auto length = characters(text);
        if (minLength && length < *minLength) return "at least " + std::to_string(*minLength) + " characters long";
        if (maxLength && length > *maxLength) return "at most " + std::to_string(*maxLength) + " characters long";
        if (!values.empty() && std::find(values.begin(), values.end(), text) == values.end())
        {
            std::string list;
            for (const auto& value : values) list += (list.empty() ? "'" : ", '") + value + "'";
            return "one of " + list;
        }
    }
    return std::nullopt;
}

bool Endpoint::hasBodyParameters() const noexcept
{
    return std::any_of(parameters.begin(), parameters.end(), [](const Parameter& p) { return p.inBody(); });
}

std::optional<std::size_t> Endpoint::find(std::string_view name) const noexcept
{
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (parameters[i].name == name) return i;
    return std::nullopt;
}

} // namespace flyte_webhook::host
