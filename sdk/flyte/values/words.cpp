#include "words.h"
#include "utf8.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

using flyteidl2::core::BlobType;
using flyteidl2::core::LiteralType;

namespace
{

constexpr std::size_t longestName = 100;
constexpr std::size_t longestChoice = 2000; // variants of variants are told too: without a bound that grows with each level

std::string describeSimple(const LiteralType& type)
{
    using namespace flyteidl2::core;
    switch (type.simple())
    {
    case NONE: return "null";
    case INTEGER: return "integer";
    case FLOAT: return "number";
    case STRING: return "string";
    case BOOLEAN: return "boolean";
    case DATETIME: return "datetime";
    case DURATION: return "duration";
    case BINARY: return "base64 string";
    case STRUCT: break;
    default: return "a type that has no JSON form";
    }
    const auto title = type.metadata().fields().find("title");
    return title == type.metadata().fields().end() ? "object" : "object (" + shown(title->second.string_value()) + ")";
}

std::string describeEnum(const LiteralType& type)
{
    const auto& values = type.enum_type().values();
    return values.empty() ? "nothing, its enumeration lists no values" : "one of " + listed({values.begin(), values.end()});
}

std::string describeUnion(const LiteralType& type)
{
    std::vector<std::string> variants;
    for (const auto& variant : type.union_type().variants()) variants.push_back(describe(variant));
    return eitherOf(variants);
}

} // namespace

std::string_view kindOf(const Json& value)
{
    if (value.IsNull()) return "null";
    if (value.IsBool()) return "boolean";
    if (value.IsString()) return "string";
    if (value.IsArray()) return "array";
    if (value.IsObject()) return "object";
    return value.IsInt64() || value.IsUint64() ? "integer" : "number";
}

std::string describe(const LiteralType& type)
{
    switch (type.type_case())
    {
    case LiteralType::kSimple: return describeSimple(type);
    case LiteralType::kEnumType: return describeEnum(type);
    case LiteralType::kCollectionType: return "array";
    case LiteralType::kMapValueType: return "object";
    case LiteralType::kUnionType: return describeUnion(type);
    case LiteralType::kBlob: return type.blob().dimensionality() == BlobType::MULTIPART ? "directory uri" : "file uri";
    case LiteralType::kSchema:
    case LiteralType::kStructuredDatasetType: return "table uri";
    default: return "a type that has no JSON form";
    }
}

std::string shown(std::string_view name)
{
    if (!isUtf8(name)) return "(no Unicode text)";
    if (name.size() <= longestName) return std::string(name);
    auto end = longestName;
    while ((name[end] & 0xc0) == 0x80) --end; // not in the middle of a character
    return std::string(name.substr(0, end)) + "...";
}

std::string listed(const std::vector<std::string_view>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), mostListed); ++i) text += (i ? ", " : "") + shown(names[i]);
    if (names.size() > mostListed) text += " and " + std::to_string(names.size() - mostListed) + " more";
    return text;
}

std::string eitherOf(const std::vector<std::string>& choices)
{
    if (choices.empty()) return "no value at all";
    std::string text = choices.front();
    std::size_t told = 1;
    for (; told < choices.size() && text.size() + choices[told].size() <= longestChoice; ++told)
        text += (told + 1 == choices.size() ? " or " : ", ") + choices[told];
    if (told < choices.size()) text += " or " + std::to_string(choices.size() - told) + " more kinds";
    return text;
}

} // namespace flyte_webhook::flyte
