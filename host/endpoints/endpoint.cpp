#include "endpoint.h"
#include "text_forms.h"
#include <algorithm>
#include <rapidjson/document.h>

namespace flyte_webhook::host
{

namespace
{

/// Reads a keyword's number where it stands; false when it is none that the keyword takes.
bool read(const rapidjson::Document& schema, const char* key, std::optional<double>& into)
{
    const auto found = schema.FindMember(key);
    if (found == schema.MemberEnd()) return true;
    if (found->value.IsNumber()) into = found->value.GetDouble();
    return into.has_value();
}

bool read(const rapidjson::Document& schema, const char* key, std::optional<std::size_t>& into)
{
    const auto found = schema.FindMember(key);
    if (found == schema.MemberEnd()) return true;
    if (found->value.IsUint64()) into = found->value.GetUint64();
    return into.has_value();
}

/// Each value of an enum in the text form of its type.
bool readValues(const rapidjson::Document& schema, std::vector<std::string>& into)
{
    const auto found = schema.FindMember("enum");
    if (found == schema.MemberEnd()) return true;
    if (!found->value.IsArray() || found->value.Empty()) return false;
    for (const auto& value : found->value.GetArray())
    {
        if (!value.IsString() && !value.IsNumber() && !value.IsBool()) return false;
        if (value.IsString())
            into.emplace_back(value.GetString(), value.GetStringLength());
        else if (value.IsNumber() && !value.IsInt64())
            into.push_back(printNumber(value.GetDouble()));
        else
            into.push_back(toJson(value));
    }
    return true;
}

std::optional<std::string> valueViolation(const std::vector<std::string>& values, std::string_view text)
{
    if (values.empty() || std::find(values.begin(), values.end(), text) != values.end()) return std::nullopt;
    std::string list;
    for (const auto& value : values) list += (list.empty() ? "'" : ", '") + value + "'";
    return "one of " + list;
}

} // namespace

std::optional<Constraints> Constraints::parse(std::string_view text)
{
    Constraints constraints;
    if (text.empty()) return constraints;
    rapidjson::Document schema;
    schema.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
    if (schema.HasParseError() || !schema.IsObject()) return std::nullopt;
    const bool fits = read(schema, "minimum", constraints.minimum) && read(schema, "maximum", constraints.maximum) &&
                      read(schema, "minLength", constraints.minLength) && read(schema, "maxLength", constraints.maxLength) &&
                      readValues(schema, constraints.values);
    return fits ? std::optional(std::move(constraints)) : std::nullopt;
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
    }
    if (type == FW_STRING_LIST || type == FW_OBJECT) return std::nullopt;
    return valueViolation(values, text);
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
