#include "sandbox/tasks/json_struct.h"
#include "sandbox/tasks/type_builder.h"
#include "sandbox/tasks/type_syntax.h"
#include <stdexcept>

using flyteidl2::core::LiteralType;

namespace flyte_webhook::sandbox
{
namespace
{

std::string textOf(const rapidjson::Value& json, const char* what)
{
    if (!json.IsString()) throw std::invalid_argument(std::string(what) + " must be a text");
    return std::string(json.GetString(), json.GetStringLength());
}

void needObject(const rapidjson::Value& json, const char* what)
{
    if (!json.IsObject()) throw std::invalid_argument(std::string(what) + " must be an object");
}

void needArray(const rapidjson::Value& json, const char* what)
{
    if (!json.IsArray()) throw std::invalid_argument(std::string(what) + " must be a list");
}

LiteralType unionFromJson(const rapidjson::Value& json)
{
    needArray(json, "the variants of a union");
    std::vector<LiteralType> variants;
    for (const auto& item : json.GetArray()) variants.push_back(typeFromJson(item));
    return unionOf(variants);
}

LiteralType enumFromJson(const rapidjson::Value& json)
{
    needArray(json, "the values of an enum");
    std::vector<std::string> values;
    for (const auto& item : json.GetArray()) values.push_back(textOf(item, "a value of an enum"));
    return enumOf(values);
}

LiteralType structFromSchema(const rapidjson::Value& json)
{
    needObject(json, "the JSON schema of a struct");
    LiteralType type = *namedType("struct");
    *type.mutable_metadata() = structFromJson(json);
    return type;
}

LiteralType datasetFromJson(const rapidjson::Value& json)
{
    needObject(json, "a dataset's description");
    LiteralType type = *namedType("dataset");
    for (const auto& member : json.GetObject())
    {
        const std::string key = textOf(member.name, "a key");
        if (key == "format")
            type.mutable_structured_dataset_type()->set_format(textOf(member.value, "a dataset's format"));
        else if (key == "columns")
        {
            needObject(member.value, "a dataset's columns");
            for (const auto& column : member.value.GetObject())
            {
                auto& added = *type.mutable_structured_dataset_type()->add_columns();
                added.set_name(column.name.GetString());
                *added.mutable_literal_type() = typeFromJson(column.value);
            }
        }
        else
            throw std::invalid_argument("a dataset has no `" + key + "`, only format and columns");
    }
    return type;
}

LiteralType typeFromPair(const std::string& key, const rapidjson::Value& value)
{
    if (key == "list") return listOf(typeFromJson(value));
    if (key == "map") return mapOf(typeFromJson(value));
    if (key == "optional") return optionalOf(typeFromJson(value));
    if (key == "union") return unionFromJson(value);
    if (key == "enum") return enumFromJson(value);
    if (key == "struct") return structFromSchema(value);
    if (key == "dataset") return datasetFromJson(value);
    throw std::invalid_argument("there is no type {\"" + key + "\": ...}; known are list, map, optional, union, enum, struct and dataset");
}

} // namespace

LiteralType typeFromJson(const rapidjson::Value& json)
{
    if (json.IsString()) return typeFromText(std::string_view(json.GetString(), json.GetStringLength()));
    if (!json.IsObject() || json.MemberCount() != 1)
        throw std::invalid_argument(
            "a type is a text such as \"list of string\", or an object with one key such as {\"list\": \"string\"}");
    const auto& member = *json.MemberBegin();
    return typeFromPair(textOf(member.name, "a key"), member.value);
}

} // namespace flyte_webhook::sandbox
