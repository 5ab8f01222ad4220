#include "type_schema.h"
#include "carried_schema.h"
#include "flyteidl2/core/types.pb.h"
#include "schema_patterns.h"
#include <utility>

namespace flyte_webhook::flyte
{

namespace core = flyteidl2::core;
using core::BlobType;

namespace
{

constexpr std::size_t mostExclusions = 16;

/// What a place may be given as: its address, or an object that has it under one of two names, where null and "" count as nothing. `others`
/// are further members.
std::string placeForms(const std::string& others)
{
    std::string forms = R"([{"type":"string","minLength":1})";
    for (const auto& [name, other] : {std::pair("uri", "path"), std::pair("path", "uri")})
        forms += std::string(R"(,{"type":"object","required":[")") + name + R"("],"properties":{")" + name +
                 R"(":{"type":"string","minLength":1},")" + other + R"(":{"enum":[null,""]},)" + others +
                 R"(},"additionalProperties":false})";
    return forms + "]";
}

void pointInto(std::string& pointer, char c)
{
    constexpr auto hex = "0123456789ABCDEF";
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    if (plain)
        pointer += c;
    else if (c == '~' || c == '/')
        pointer += c == '~' ? "~0" : "~1";
    else
        (pointer += '%') += {hex[static_cast<unsigned char>(c) >> 4], hex[c & 15]};
}

/// Types whose values are texts of some form, so that a text may be of several of them.
bool isReadFromText(const LiteralType& type)
{
    const auto simple = type.simple();
    return type.has_blob() || type.has_structured_dataset_type() || type.has_schema() || simple == core::DATETIME ||
           simple == core::DURATION || simple == core::BINARY;
}

} // namespace

void TypeSchema::descend(std::string_view step)
{
    _pointer += '/';
    for (const char c : step) pointInto(_pointer, c);
}

void TypeSchema::raw(const char* keyword, std::string_view json)
{
    _writer.Key(keyword);
    _writer.RawValue(json.data(), json.size(), rapidjson::kObjectType);
}

void TypeSchema::text(const char* keyword, std::string_view value)
{
    _writer.Key(keyword);
    writeText(_writer, value);
}

void TypeSchema::writeSchema(const LiteralType& type)
{
    _writer.StartObject();
    writeKeywords(type, {});
    _writer.EndObject();
}

void TypeSchema::writeKeywords(const LiteralType& type, Said said)
{
    const auto before = std::exchange(_said, said);
    writeKind(type);
    _said = before;
}

void TypeSchema::describe(std::string_view description)
{
    if (!_said.description) text("description", description);
}

void TypeSchema::writeKind(const LiteralType& type)
{
    switch (type.type_case())
    {
    case LiteralType::kSimple: return writeSimple(type);
    case LiteralType::kEnumType: return writeEnum(type);
    case LiteralType::kCollectionType: return writeElements("array", "items", type.collection_type());
    case LiteralType::kMapValueType: return writeElements("object", "additionalProperties", type.map_value_type());
    case LiteralType::kUnionType: return writeVariants(type);
    case LiteralType::kBlob: return writeBlob(type);
    case LiteralType::kStructuredDatasetType:
    case LiteralType::kSchema: return writeTable();
    default: raw("not", "{}");
    }
}

void TypeSchema::writeSimple(const LiteralType& type)
{
    const bool input = _of == Of::Inputs;
    switch (type.simple())
    {
    case core::NONE: return text("type", "null");
    case core::BOOLEAN: return text("type", "boolean");
    case core::STRING: return text("type", "string");
    case core::INTEGER:
        text("type", "integer");
        raw("minimum", "-9223372036854775808");
        return raw("maximum", "9223372036854775807");
    case core::FLOAT:
        text("type", "number");
        raw("minimum", "-1.7976931348623157e308");
        return raw("maximum", "1.7976931348623157e308");
    case core::DATETIME:
        text("type", "string");
        if (!input) return text("format", "date-time");
        raw("pattern", pattern::datetime);
        return describe("RFC 3339; without an offset UTC, a bare date is its midnight");
    case core::DURATION:
        if (!input) return text("type", "number");
        raw("type", R"(["number","string"])");
        raw("minimum", "-315576000000");
        raw("maximum", "315576000000");
        raw("pattern", pattern::duration);
        return describe("seconds as a number, or text such as 90s or PT1M30S");
    case core::BINARY:
        text("type", "string");
        text("contentEncoding", "base64");
        return input ? raw("pattern", pattern::base64) : void();
    case core::STRUCT: return writeCarriedSchema(_writer, type.metadata(), _pointer, _said.description, _said.fallback, _room);
    default: return raw("not", "{}");
    }
}

void TypeSchema::writeEnum(const LiteralType& type)
{
    const auto& values = type.enum_type().values();
    if (values.empty()) return raw("not", "{}");
    text("type", "string");
    _writer.Key("enum");
    _writer.StartArray();
    for (const auto& value : values) writeText(_writer, value);
    _writer.EndArray();
}

void TypeSchema::writeElements(const char* kind, const char* keyword, const LiteralType& element)
{
    text("type", kind);
    _writer.Key(keyword);
    under({keyword}, [&] { writeSchema(element); });
}

void TypeSchema::writeVariants(const LiteralType& type)
{
    const auto& variants = type.union_type().variants();
    if (variants.empty()) return raw("not", "{}");
    _writer.Key("anyOf");
    _writer.StartArray();
    for (std::size_t i = 0; i < static_cast<std::size_t>(variants.size()); ++i)
        under({"anyOf", std::to_string(i)}, [&] { writeVariant(type, i); });
    _writer.EndArray();
}

void TypeSchema::writeVariant(const LiteralType& type, std::size_t index)
{
    const auto& variant = type.union_type().variants(static_cast<int>(index));
    _writer.StartObject();
    writeKeywords(variant, {});
    if (_of == Of::Inputs && isReadFromText(variant)) writeExclusions(type, index);
    _writer.EndObject();
}

/// A text that could be of several types is refused: nothing is guessed. Of more types than anybody means hardly any text is of one alone,
/// and each schema would hold all others, so none is told then.
void TypeSchema::writeExclusions(const LiteralType& type, std::size_t index)
{
    const auto& variants = type.union_type().variants();
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < static_cast<std::size_t>(variants.size()); ++i)
        if (i != index && isReadFromText(variants[static_cast<int>(i)])) others.push_back(i);
    if (others.empty()) return;
    if (others.size() > mostExclusions) return raw("not", R"({"type":"string"})");
    _writer.Key("not");
    _writer.StartObject();
    text("type", "string");
    _writer.Key("anyOf");
    _writer.StartArray();
    for (const auto other : others) writeSchema(variants[static_cast<int>(other)]);
    _writer.EndArray();
    _writer.EndObject();
}

void TypeSchema::writeBlob(const LiteralType& type)
{
    const auto& dimensionality = BlobType::BlobDimensionality_Name(type.blob().dimensionality());
    const auto quoted = '"' + dimensionality + '"';
    if (_of == Of::Inputs)
    {
        raw("anyOf",
            placeForms(R"("format":{"type":["string","null"]},"hash":{"type":["string","null"]},"name":{"type":["string","null"]},)"
                       R"("dimensionality":{"enum":[)" +
                       quoted + R"(,"",null]})"));
        return describe(type.blob().dimensionality() == BlobType::MULTIPART ? "a directory: its uri" : "a file: its uri");
    }
    text("type", "object");
    raw("required", R"(["path","name","format","hash","uri","dimensionality"])");
    raw("properties", R"({"path":{"type":"string"},"name":{"type":"string"},"format":{"type":"string"},"hash":{"type":["string","null"]},)"
                      R"("uri":{"type":"string"},"dimensionality":{"const":)" +
                          quoted + "}}");
}

void TypeSchema::writeTable()
{
    if (_of == Of::Inputs)
    {
        raw("anyOf", placeForms(R"("format":{"type":["string","null"]})"));
        return describe("a table: its uri");
    }
    text("type", "object");
    raw("required", R"(["uri","format"])");
    raw("properties", R"({"uri":{"type":"string"},"format":{"type":"string"}})");
}

} // namespace flyte_webhook::flyte
