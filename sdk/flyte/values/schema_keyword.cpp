#include "schema_keyword.h"
#include "exact_double.h"
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace flyte_webhook::flyte
{

using google::protobuf::Value;

namespace
{

constexpr std::pair<std::string_view, KeywordValue> keywords[] = {
    {"additionalProperties", KeywordValue::Schema},
    {"contentSchema", KeywordValue::Schema},
    {"items", KeywordValue::Schema},
    {"allOf", KeywordValue::SchemaList},
    {"anyOf", KeywordValue::SchemaList},
    {"oneOf", KeywordValue::SchemaList},
    {"prefixItems", KeywordValue::SchemaList},
    {"$defs", KeywordValue::NamedSchemas},
    {"definitions", KeywordValue::NamedSchemas},
    {"properties", KeywordValue::NamedSchemas},
    {"type", KeywordValue::Types},
    {"required", KeywordValue::Names},
    {"exclusiveMaximum", KeywordValue::Number},
    {"exclusiveMinimum", KeywordValue::Number},
    {"maximum", KeywordValue::Number},
    {"minimum", KeywordValue::Number},
    {"multipleOf", KeywordValue::Divisor},
    {"maxItems", KeywordValue::Count},
    {"maxLength", KeywordValue::Count},
    {"maxProperties", KeywordValue::Count},
    {"minItems", KeywordValue::Count},
    {"minLength", KeywordValue::Count},
    {"minProperties", KeywordValue::Count},
    {"deprecated", KeywordValue::Boolean},
    {"readOnly", KeywordValue::Boolean},
    {"writeOnly", KeywordValue::Boolean},
    {"$comment", KeywordValue::Text},
    {"$ref", KeywordValue::Text},
    {"contentEncoding", KeywordValue::Text},
    {"contentMediaType", KeywordValue::Text},
    {"description", KeywordValue::Text},
    {"format", KeywordValue::Text},
    {"title", KeywordValue::Text},
    {"enum", KeywordValue::DataList},
    {"examples", KeywordValue::DataList},
    {"const", KeywordValue::Data},
    {"default", KeywordValue::Data},
    {"example", KeywordValue::Data},
    {"$anchor", KeywordValue::Foreign},
    {"$dynamicAnchor", KeywordValue::Foreign},
    {"$dynamicRef", KeywordValue::Foreign},
    {"$id", KeywordValue::Foreign},
    {"$recursiveAnchor", KeywordValue::Foreign},
    {"$recursiveRef", KeywordValue::Foreign},
    {"$schema", KeywordValue::Foreign},
    {"$vocabulary", KeywordValue::Foreign},
    {"dependencies", KeywordValue::Foreign},
    {"discriminator", KeywordValue::Foreign},
    {"contains", KeywordValue::Unchecked},
    {"dependentRequired", KeywordValue::Unchecked},
    {"dependentSchemas", KeywordValue::Unchecked},
    {"else", KeywordValue::Unchecked},
    {"if", KeywordValue::Unchecked},
    {"maxContains", KeywordValue::Unchecked},
    {"minContains", KeywordValue::Unchecked},
    {"not", KeywordValue::Unchecked},
    {"pattern", KeywordValue::Unchecked},
    {"patternProperties", KeywordValue::Unchecked},
    {"propertyNames", KeywordValue::Unchecked},
    {"then", KeywordValue::Unchecked},
    {"unevaluatedItems", KeywordValue::Unchecked},
    {"unevaluatedProperties", KeywordValue::Unchecked},
    {"uniqueItems", KeywordValue::Unchecked},
};

bool isRounded(double number) { return !(std::abs(number) < endOfExact); }

bool isNumber(const Value& value) { return value.kind_case() == Value::kNumberValue && std::isfinite(value.number_value()); }

bool isWhole(const Value& value) { return isNumber(value) && std::trunc(value.number_value()) == value.number_value(); }

bool isText(const Value& value) { return value.kind_case() == Value::kStringValue; }

bool isTypeName(std::string_view name)
{
    constexpr std::string_view names[] = {"array", "boolean", "integer", "null", "number", "object", "string"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool areNames(const Value& value)
{
    std::set<std::string_view> seen;
    const auto isNew = [&](const Value& name) { return isText(name) && seen.insert(name.string_value()).second; };
    return value.has_list_value() && std::all_of(value.list_value().values().begin(), value.list_value().values().end(), isNew);
}

bool areTypes(const Value& value)
{
    if (isText(value)) return isTypeName(value.string_value());
    const auto& names = value.list_value().values();
    return areNames(value) && !names.empty() &&
           std::all_of(names.begin(), names.end(), [](const Value& name) { return isTypeName(name.string_value()); });
}

bool holdsRounded(const Value& constant)
{
    if (constant.kind_case() == Value::kNumberValue) return isRounded(constant.number_value());
    const auto& items = constant.list_value().values();
    const auto& members = constant.struct_value().fields();
    return std::any_of(items.begin(), items.end(), holdsRounded) ||
           std::any_of(members.begin(), members.end(), [](const auto& member) { return holdsRounded(member.second); });
}

/// A set has once what comes several times, and bytes are counted otherwise than the characters that stand for them.
bool isCountedOtherwise(const google::protobuf::Struct& schema, std::string_view keyword)
{
    const auto said = [&](const char* other) -> const Value&
    {
        const auto found = schema.fields().find(other);
        return found == schema.fields().end() ? Value::default_instance() : found->second;
    };
    if (keyword == "maxItems") return said("uniqueItems").bool_value();
    if (keyword != "minLength" && keyword != "maxLength") return false;
    const auto& format = said("format").string_value();
    return format == "binary" || format == "base64url";
}

} // namespace

KeywordValue valueOf(std::string_view keyword)
{
    for (const auto& [name, kind] : keywords)
        if (name == keyword) return kind;
    return KeywordValue::Unknown;
}

bool holdsDefinitions(std::string_view keyword) { return keyword == "$defs" || keyword == "definitions"; }

bool fits(KeywordValue kind, const Value& value)
{
    switch (kind)
    {
    case KeywordValue::Schema: return value.has_struct_value() || value.kind_case() == Value::kBoolValue;
    case KeywordValue::SchemaList: return !value.list_value().values().empty();
    case KeywordValue::NamedSchemas: return value.has_struct_value();
    case KeywordValue::Types: return areTypes(value);
    case KeywordValue::Names: return areNames(value);
    case KeywordValue::Number: return isNumber(value) && !isRounded(value.number_value());
    case KeywordValue::Divisor: return isWhole(value) && value.number_value() > 0 && !isRounded(value.number_value());
    case KeywordValue::Count: return isWhole(value) && value.number_value() >= 0;
    case KeywordValue::Boolean: return value.kind_case() == Value::kBoolValue;
    case KeywordValue::Text: return isText(value);
    case KeywordValue::DataList: return value.has_list_value();
    case KeywordValue::Foreign:
    case KeywordValue::Unchecked: return false;
    case KeywordValue::Data:
    case KeywordValue::Unknown: break;
    }
    return true;
}

const Value* findKeyword(const google::protobuf::Struct& schema, std::string_view keyword)
{
    const auto found = schema.fields().find(keyword);
    if (found == schema.fields().end() || !fits(valueOf(keyword), found->second)) return nullptr;
    if (keyword == "additionalProperties" && schema.fields().count("patternProperties")) return nullptr;
    if (keyword == "oneOf" && findKeyword(schema, "anyOf")) return nullptr;
    if ((keyword == "const" || keyword == "enum") && holdsRounded(found->second)) return nullptr;
    if (isCountedOtherwise(schema, keyword)) return nullptr;
    return &found->second;
}

} // namespace flyte_webhook::flyte
