#include "schema_keyword.h"
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
    {"contains", KeywordValue::Schema},
    {"contentSchema", KeywordValue::Schema},
    {"else", KeywordValue::Schema},
    {"if", KeywordValue::Schema},
    {"items", KeywordValue::Schema},
    {"not", KeywordValue::Schema},
    {"propertyNames", KeywordValue::Schema},
    {"then", KeywordValue::Schema},
    {"unevaluatedItems", KeywordValue::Schema},
    {"unevaluatedProperties", KeywordValue::Schema},
    {"allOf", KeywordValue::SchemaList},
    {"anyOf", KeywordValue::SchemaList},
    {"oneOf", KeywordValue::SchemaList},
    {"prefixItems", KeywordValue::SchemaList},
    {"$defs", KeywordValue::NamedSchemas},
    {"definitions", KeywordValue::NamedSchemas},
    {"dependentSchemas", KeywordValue::NamedSchemas},
    {"patternProperties", KeywordValue::NamedSchemas},
    {"properties", KeywordValue::NamedSchemas},
    {"type", KeywordValue::Types},
    {"required", KeywordValue::Names},
    {"dependentRequired", KeywordValue::NamedNames},
    {"exclusiveMaximum", KeywordValue::Number},
    {"exclusiveMinimum", KeywordValue::Number},
    {"maximum", KeywordValue::Number},
    {"minimum", KeywordValue::Number},
    {"multipleOf", KeywordValue::Positive},
    {"maxContains", KeywordValue::Count},
    {"maxItems", KeywordValue::Count},
    {"maxLength", KeywordValue::Count},
    {"maxProperties", KeywordValue::Count},
    {"minContains", KeywordValue::Count},
    {"minItems", KeywordValue::Count},
    {"minLength", KeywordValue::Count},
    {"minProperties", KeywordValue::Count},
    {"deprecated", KeywordValue::Boolean},
    {"readOnly", KeywordValue::Boolean},
    {"uniqueItems", KeywordValue::Boolean},
    {"writeOnly", KeywordValue::Boolean},
    {"$comment", KeywordValue::Text},
    {"$ref", KeywordValue::Text},
    {"contentEncoding", KeywordValue::Text},
    {"contentMediaType", KeywordValue::Text},
    {"description", KeywordValue::Text},
    {"format", KeywordValue::Text},
    {"pattern", KeywordValue::Text},
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
};

bool isNumber(const Value& value) { return value.kind_case() == Value::kNumberValue && std::isfinite(value.number_value()); }

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

bool areNamedNames(const Value& value)
{
    if (!value.has_struct_value()) return false;
    const auto& fields = value.struct_value().fields();
    return std::all_of(fields.begin(), fields.end(), [](const auto& entry) { return areNames(entry.second); });
}

bool areTypes(const Value& value)
{
    if (isText(value)) return isTypeName(value.string_value());
    const auto& names = value.list_value().values();
    return areNames(value) && !names.empty() &&
           std::all_of(names.begin(), names.end(), [](const Value& name) { return isTypeName(name.string_value()); });
}

} // namespace

KeywordValue valueOf(std::string_view keyword)
{
    for (const auto& [name, kind] : keywords)
        if (name == keyword) return kind;
    return KeywordValue::Unknown;
}

bool fits(KeywordValue kind, const Value& value)
{
    switch (kind)
    {
    case KeywordValue::Schema: return value.has_struct_value() || value.kind_case() == Value::kBoolValue;
    case KeywordValue::SchemaList: return !value.list_value().values().empty();
    case KeywordValue::NamedSchemas: return value.has_struct_value();
    case KeywordValue::Types: return areTypes(value);
    case KeywordValue::Names: return areNames(value);
    case KeywordValue::NamedNames: return areNamedNames(value);
    case KeywordValue::Number: return isNumber(value);
    case KeywordValue::Positive: return isNumber(value) && value.number_value() > 0;
    case KeywordValue::Count:
        return isNumber(value) && value.number_value() >= 0 && std::trunc(value.number_value()) == value.number_value();
    case KeywordValue::Boolean: return value.kind_case() == Value::kBoolValue;
    case KeywordValue::Text: return isText(value);
    case KeywordValue::DataList: return value.has_list_value();
    case KeywordValue::Data:
    case KeywordValue::Foreign:
    case KeywordValue::Unknown: break;
    }
    return true;
}

} // namespace flyte_webhook::flyte
