#include "example.h"

namespace flyte_webhook::flyte
{

namespace
{

namespace core = flyteidl2::core;

/// Where a file, a folder or a table might lie; empty for any other type.
std::string_view uriOf(const LiteralType& type)
{
    if (type.has_structured_dataset_type() || type.has_schema()) return "s3://bucket/table";
    if (!type.has_blob()) return {};
    return type.blob().dimensionality() == core::BlobType::MULTIPART ? "s3://bucket/folder" : "s3://bucket/file";
}

bool isNone(const LiteralType& type) { return type.has_simple() && type.simple() == core::NONE; }

} // namespace

bool Example::isTaken(const LiteralType& type, const Json& value)
{
    Literal literal;
    return !_conversion.exhausted() && convert(type, value, literal, Path("example"), _conversion).has_value();
}

std::optional<MadeJson> Example::of(const LiteralType& type)
{
    switch (type.type_case())
    {
    case LiteralType::kSimple: return ofSimple(type);
    case LiteralType::kEnumType: return type.enum_type().values().empty() ? std::nullopt : text(type.enum_type().values(0));
    case LiteralType::kUnionType: return ofVariants(type);
    case LiteralType::kBlob:
    case LiteralType::kStructuredDatasetType:
    case LiteralType::kSchema: return text(uriOf(type));
    case LiteralType::kCollectionType:
    {
        Json list(rapidjson::kArrayType);
        if (auto element = of(type.collection_type())) list.PushBack(*element, _allocator);
        return list;
    }
    case LiteralType::kMapValueType:
    {
        Json map(rapidjson::kObjectType);
        if (auto element = of(type.map_value_type())) map.AddMember("key", *element, _allocator);
        return map;
    }
    default: return std::nullopt;
    }
}

std::optional<MadeJson> Example::ofSimple(const LiteralType& type)
{
    switch (type.simple())
    {
    case core::NONE: return Json();
    case core::INTEGER: return Json(1);
    case core::FLOAT: return Json(1.5);
    case core::BOOLEAN: return Json(true);
    case core::STRING: return text("text");
    case core::DATETIME: return text("2026-01-31T12:00:00Z");
    case core::DURATION: return text("90s");
    case core::BINARY: return text("AAEC");
    case core::STRUCT: return ofStruct(type);
    default: return std::nullopt;
    }
}

/// A schema that says nothing of objects shows none.
std::optional<MadeJson> Example::ofStruct(const LiteralType& type)
{
    auto value = StructExample(_allocator).of(Schema(type.metadata()));
    return value && value->IsObject() ? std::move(value) : std::optional<MadeJson>(Json(rapidjson::kObjectType));
}

/// What fits a variant may fit another one as well, and is refused then. Each value is held against all variants, which is what it costs.
std::optional<MadeJson> Example::ofVariants(const LiteralType& type)
{
    const auto& variants = type.union_type().variants();
    for (const bool none : {false, true})
        for (const auto& variant : variants)
        {
            if (isNone(variant) != none) continue;
            if ((_left -= variants.size()) <= 0 || _conversion.exhausted()) return std::nullopt;
            if (auto value = of(variant); value && isTaken(type, *value)) return value;
            if (auto value = asObject(variant); value && isTaken(type, *value)) return value;
        }
    return std::nullopt;
}

/// The other form of a file, a folder or a table, which fewer types share.
std::optional<MadeJson> Example::asObject(const LiteralType& place)
{
    const auto uri = uriOf(place);
    if (uri.empty()) return std::nullopt;
    Json object(rapidjson::kObjectType);
    object.AddMember("uri", textJson(uri, _allocator), _allocator);
    if (place.has_blob())
        object.AddMember("dimensionality", textJson(core::BlobType::BlobDimensionality_Name(place.blob().dimensionality()), _allocator),
                         _allocator);
    return object;
}

} // namespace flyte_webhook::flyte
