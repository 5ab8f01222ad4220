#include "sandbox/tasks/literals.h"
#include <flyte_webhook/flyte/values.h>
#include <rapidjson/document.h>

using flyteidl2::core::Literal;
using flyteidl2::core::LiteralType;
using flyteidl2::core::Scalar;

namespace flyte_webhook::sandbox
{
namespace
{

/// The text within the quotes, when the JSON is a text; else the JSON.
std::string unquoted(const std::string& json)
{
    if (json.empty() || json.front() != '"') return json;
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    return document.IsString() ? std::string(document.GetString(), document.GetStringLength()) : json;
}

} // namespace

std::string jsonText(const Literal& literal, const LiteralType& type)
{
    rapidjson::StringBuffer buffer;
    JsonWriter writer(buffer);
    flyte::writeLiteral(writer, literal, &type);
    return std::string(buffer.GetString(), buffer.GetSize());
}

std::string argumentText(const Literal& literal, const LiteralType& type)
{
    const Scalar& scalar = literal.scalar();
    switch (scalar.value_case())
    {
    case Scalar::kNoneType: return {};
    case Scalar::kBlob: return scalar.blob().uri();
    case Scalar::kSchema: return scalar.schema().uri();
    case Scalar::kStructuredDataset: return scalar.structured_dataset().uri();
    case Scalar::kUnion: return argumentText(scalar.union_().value(), scalar.union_().type());
    default: return unquoted(jsonText(literal, type));
    }
}

std::string fileContent(const Literal& literal, const LiteralType& type)
{
    const Scalar& scalar = literal.scalar();
    if (scalar.has_union_()) return fileContent(scalar.union_().value(), scalar.union_().type());
    if (scalar.has_binary() && type.has_simple() && type.simple() == flyteidl2::core::BINARY) return scalar.binary().value();
    return argumentText(literal, type);
}

} // namespace flyte_webhook::sandbox
