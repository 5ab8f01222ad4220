#include "convert.h"
#include "words.h"
#include <flyte_webhook/flyte/values.h>

namespace flyte_webhook::flyte
{

std::optional<Fit> convert(const LiteralType& type, const Json& value, Literal& literal, const Path& path, Conversion& conversion)
{
    // A union is a level of the literal too, although it is none of the JSON: what was taken can be shown.
    if (path.depth() + conversion.nesting() > maxDepth)
        return conversion.refuse(path, "nested more than " + std::to_string(maxDepth) + " levels deep");
    switch (type.type_case())
    {
    case LiteralType::kSimple: return convertSimple(type, value, literal, path, conversion);
    case LiteralType::kEnumType: return convertEnum(type, value, literal, path, conversion);
    case LiteralType::kCollectionType: return convertCollection(type, value, literal, path, conversion);
    case LiteralType::kMapValueType: return convertMap(type, value, literal, path, conversion);
    case LiteralType::kUnionType: return convertUnion(type, value, literal, path, conversion);
    case LiteralType::kBlob: return convertBlob(type, value, literal, path, conversion);
    case LiteralType::kStructuredDatasetType: return convertDataset(type, value, literal, path, conversion);
    case LiteralType::kSchema: return convertSchema(type, value, literal, path, conversion);
    default: return conversion.refuse(path, "is of a type that has no JSON form");
    }
}

core::Literal toLiteral(const core::LiteralType& type, const rapidjson::Value& value, std::string_view name)
{
    Conversion conversion;
    Literal literal;
    if (!convert(type, value, literal, Path(name), conversion)) throw InvalidArgument(conversion.takeProblem().text());
    return literal;
}

} // namespace flyte_webhook::flyte
