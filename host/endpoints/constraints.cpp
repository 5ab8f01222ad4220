#include "constraints.h"
#include "text_forms.h"
#include <algorithm>
#include <flyte_webhook/plugin/text.h>
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

Violation outOfBounds(double bound, const char* right, const char* type, const char* comparison, const char* key)
{
    const auto number = printNumber(bound);
    return {std::string(right) + number, type, std::string("Input should be ") + comparison + " than or equal to " + number,
            std::string("{\"") + key + "\":" + number + "}"};
}

Violation ofWrongLength(std::size_t bound, const char* side, const char* type, const char* key)
{
    const auto number = std::to_string(bound);
    const auto sideAndNumber = std::string(side) + number;
    return {sideAndNumber + " characters long", type, "String should have " + sideAndNumber + (bound == 1 ? " character" : " characters"),
            std::string("{\"") + key + "\":" + number + "}"};
}

/// "a, b or c"
std::string eitherOf(const std::vector<std::string>& values, const std::string& quote)
{
    std::string list;
    for (std::size_t i = 0; i < values.size(); ++i)
        list += (i == 0 ? "" : i + 1 == values.size() ? " or " : ", ") + quote + values[i] + quote;
    return list;
}

Violation noneOf(const std::vector<std::string>& values, fw_type type)
{
    std::string list;
    for (const auto& value : values) list += (list.empty() ? "'" : ", '") + value + "'";
    const auto expected = eitherOf(values, type == FW_STRING ? "'" : "");
    return {"one of " + list, "literal_error", "Input should be " + expected, R"({"expected":)" + jsonText(expected) + "}"};
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

std::optional<Violation> Constraints::violation(fw_type type, std::string_view text) const
{
    if (type == FW_INTEGER || type == FW_NUMBER)
    {
        const double value = numberOf(text);
        if (minimum && value < *minimum) return outOfBounds(*minimum, "at least ", "greater_than_equal", "greater", "ge");
        if (maximum && value > *maximum) return outOfBounds(*maximum, "at most ", "less_than_equal", "less", "le");
    }
    if (type == FW_STRING)
    {
        const auto length = characters(text);
        if (minLength && length < *minLength) return ofWrongLength(*minLength, "at least ", "string_too_short", "min_length");
        if (maxLength && length > *maxLength) return ofWrongLength(*maxLength, "at most ", "string_too_long", "max_length");
    }
    const bool scalar = type != FW_STRING_LIST && type != FW_OBJECT;
    if (!scalar || values.empty() || std::find(values.begin(), values.end(), text) != values.end()) return std::nullopt;
    return noneOf(values, type);
}

} // namespace flyte_webhook::host
