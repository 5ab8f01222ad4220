#include "schema_references.h"
#include "endpoints/text_forms.h"
#include <algorithm>
#include <array>

namespace flyte_webhook::host
{

namespace
{

using Move = std::function<std::string(std::string_view)>;

std::string_view textOf(const rapidjson::Value& value) { return {value.GetString(), value.GetStringLength()}; }

bool isData(std::string_view keyword)
{
    constexpr std::array<std::string_view, 5> keywords{"const", "default", "enum", "example", "examples"};
    return std::find(keywords.begin(), keywords.end(), keyword) != keywords.end();
}

/// Below these the members' names are the author's own, so that a property may be called "const".
bool holdsNames(std::string_view keyword)
{
    constexpr std::array<std::string_view, 5> keywords{"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"};
    return std::find(keywords.begin(), keywords.end(), keyword) != keywords.end();
}

/// What is a step shows when the whole has been decoded (RFC 6901, section 6), so a slash may be written as %2F.
std::string withPlainSlashes(std::string_view reference)
{
    std::string plain;
    for (std::size_t i = 0; i < reference.size(); ++i)
    {
        const auto three = reference.substr(i, 3);
        const bool slash = three == "%2F" || three == "%2f";
        plain += slash ? '/' : reference[i];
        if (slash) i += 2;
    }
    return plain;
}

void moveMembers(rapidjson::Value& schema, const Move& move, rapidjson::Document::AllocatorType& allocator)
{
    for (auto& member : schema.GetObject())
    {
        const auto keyword = textOf(member.name);
        auto& value = member.value;
        if (keyword == "$ref" && value.IsString() && value.GetStringLength() && value.GetString()[0] == '#')
            value.SetString(move(withPlainSlashes(textOf(value))).c_str(), allocator);
        else if (holdsNames(keyword) && value.IsObject())
            for (auto& named : value.GetObject()) moveReferences(named.value, move, allocator);
        else if (!isData(keyword))
            moveReferences(value, move, allocator);
    }
}

bool isDefinitions(std::string_view keyword) { return keyword == "$defs" || keyword == "definitions"; }

/// What leads to none is not kept.
void keep(Definitions& above, std::string_view name, Definitions found)
{
    if (found.schema || !found.below.empty()) above.below[std::string(name)] = std::make_unique<Definitions>(std::move(found));
}

Definitions takeNamed(rapidjson::Value& schemas, bool definitions)
{
    Definitions found;
    for (auto& named : schemas.GetObject())
    {
        auto inside = takeDefinitions(named.value);
        if (definitions) inside.schema = std::make_unique<rapidjson::Value>(std::move(named.value));
        keep(found, textOf(named.name), std::move(inside));
    }
    return found;
}

} // namespace

Definitions takeDefinitions(rapidjson::Value& schema)
{
    Definitions found;
    if (schema.IsArray())
        for (rapidjson::SizeType i = 0; i < schema.Size(); ++i) keep(found, std::to_string(i), takeDefinitions(schema[i]));
    if (!schema.IsObject()) return found;
    for (auto member = schema.MemberBegin(); member != schema.MemberEnd();)
    {
        const std::string keyword(textOf(member->name));
        const bool names = holdsNames(keyword) && member->value.IsObject(), definitions = names && isDefinitions(keyword);
        if (names)
            keep(found, keyword, takeNamed(member->value, definitions));
        else if (!isData(keyword))
            keep(found, keyword, takeDefinitions(member->value));
        member = definitions ? schema.EraseMember(member) : std::next(member);
    }
    return found;
}

std::string referredName(std::string_view step)
{
    const auto decoded = percentDecode(step, false);
    std::string name;
    for (std::size_t i = 0; i < decoded.size(); ++i)
    {
        const bool escape = decoded[i] == '~' && i + 1 < decoded.size();
        name += !escape ? decoded[i] : decoded[i + 1] == '1' ? '/' : '~';
        if (escape) ++i;
    }
    return name;
}

void moveReferences(rapidjson::Value& schema, const Move& move, rapidjson::Document::AllocatorType& allocator)
{
    if (schema.IsArray())
        for (auto& item : schema.GetArray()) moveReferences(item, move, allocator);
    else if (schema.IsObject())
        moveMembers(schema, move, allocator);
}

} // namespace flyte_webhook::host
