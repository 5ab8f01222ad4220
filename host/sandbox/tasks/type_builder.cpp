#include "sandbox/tasks/type_builder.h"
#include <algorithm>
#include <iterator>
#include <set>
#include <stdexcept>

using flyteidl2::core::BlobType;
using flyteidl2::core::LiteralType;
using flyteidl2::core::SimpleType;

namespace flyte_webhook::sandbox
{
namespace
{

struct SimpleName
{
    SimpleType type;
    const char* name;
    const char* tag; // how a union of the Python SDK calls it
};

constexpr SimpleName simpleNames[] = {
    {SimpleType::INTEGER, "integer", "int"},
    {SimpleType::FLOAT, "float", "float"},
    {SimpleType::BOOLEAN, "boolean", "bool"},
    {SimpleType::STRING, "string", "str"},
    {SimpleType::DATETIME, "datetime", "datetime"},
    {SimpleType::DURATION, "duration", "timedelta"},
    {SimpleType::NONE, "none", "none"},
    {SimpleType::STRUCT, "struct", "struct"},
    {SimpleType::BINARY, "binary", "bytes"},
};

LiteralType blobOf(BlobType::BlobDimensionality dimensionality)
{
    LiteralType type;
    type.mutable_blob()->set_dimensionality(dimensionality);
    return type;
}

std::string tagOf(const LiteralType& type)
{
    switch (type.type_case())
    {
    case LiteralType::kSimple:
        for (const auto& simple : simpleNames)
            if (simple.type == type.simple()) return simple.tag;
        return "unknown";
    case LiteralType::kCollectionType: return "list";
    case LiteralType::kMapValueType: return "map";
    case LiteralType::kEnumType: return "enum";
    case LiteralType::kBlob: return type.blob().dimensionality() == BlobType::MULTIPART ? "folder" : "file";
    case LiteralType::kStructuredDatasetType: return "dataset";
    case LiteralType::kSchema: return "schema";
    default: return "unknown";
    }
}

void flatten(const LiteralType& type, std::vector<LiteralType>& variants)
{
    if (!type.has_union_type())
    {
        variants.push_back(type);
        return;
    }
    for (const auto& variant : type.union_type().variants()) flatten(variant, variants);
}

void refuseTwins(const std::vector<LiteralType>& variants)
{
    std::set<std::string> seen;
    for (LiteralType variant : variants)
    {
        variant.clear_structure();
        if (!seen.insert(variant.SerializeAsString()).second) throw std::invalid_argument("two variants of the union are the same");
    }
}

} // namespace

std::optional<LiteralType> namedType(std::string_view name)
{
    LiteralType type;
    for (const auto& simple : simpleNames)
        if (name == simple.name)
        {
            type.set_simple(simple.type);
            return type;
        }
    if (name == "file") return blobOf(BlobType::SINGLE);
    if (name == "folder") return blobOf(BlobType::MULTIPART);
    if (name == "dataset")
        type.mutable_structured_dataset_type();
    else if (name == "schema")
        type.mutable_schema();
    else
        return std::nullopt;
    return type;
}

const char* simpleTypeName(SimpleType type)
{
    for (const auto& simple : simpleNames)
        if (simple.type == type) return simple.name;
    return "unknown";
}

std::string typeNames()
{
    std::string names;
    for (const auto& simple : simpleNames) names += std::string(simple.name) + ", ";
    return names + "file, folder, dataset, schema";
}

LiteralType listOf(LiteralType item)
{
    LiteralType type;
    *type.mutable_collection_type() = std::move(item);
    return type;
}

LiteralType mapOf(LiteralType value)
{
    LiteralType type;
    *type.mutable_map_value_type() = std::move(value);
    return type;
}

LiteralType unionOf(const std::vector<LiteralType>& types)
{
    std::vector<LiteralType> variants;
    for (const auto& type : types) flatten(type, variants);
    if (variants.empty()) throw std::invalid_argument("a union needs at least one variant");
    refuseTwins(variants);
    if (variants.size() == 1) return variants.front();
    LiteralType type;
    for (auto& variant : variants)
    {
        auto& added = *type.mutable_union_type()->add_variants();
        added = std::move(variant);
        added.mutable_structure()->set_tag(tagOf(added));
    }
    return type;
}

LiteralType optionalOf(const LiteralType& type) { return unionOf({type, *namedType("none")}); }

LiteralType enumOf(const std::vector<std::string>& values)
{
    if (values.empty()) throw std::invalid_argument("an enum needs at least one value");
    LiteralType type;
    std::set<std::string_view> seen;
    for (const auto& value : values)
    {
        if (value.empty()) throw std::invalid_argument("a value of the enum is empty");
        if (!seen.insert(value).second) throw std::invalid_argument("the enum has the value `" + value + "` twice");
        type.mutable_enum_type()->add_values(value);
    }
    return type;
}

LiteralType withFormat(LiteralType type, std::string format)
{
    if (type.has_blob())
        type.mutable_blob()->set_format(std::move(format));
    else if (type.has_structured_dataset_type())
        type.mutable_structured_dataset_type()->set_format(std::move(format));
    else
        throw std::invalid_argument("only file, folder and dataset take a format");
    return type;
}

} // namespace flyte_webhook::sandbox
