#include "schema_references.h"
#include "endpoints/text_forms.h"
#include <algorithm>
#include <array>

namespace flyte_webhook::host
{

namespace
{

using Move = std::function<std::string(std::string_view)>;
using Take = std::function<void(const SchemaSteps&, rapidjson::Value)>;

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

void takeBelow(rapidjson::Value& schema, SchemaSteps& steps, const Take& take);

void takeNamed(rapidjson::Value& schemas, bool definitions, SchemaSteps& steps, const Take& take)
{
    for (auto& named : schemas.GetObject())
    {
        steps.emplace_back(textOf(named.name));
        takeBelow(named.value, steps, take);
        if (definitions) take(steps, std::move(named.value));
        steps.pop_back();
    }
}

void takeBelow(rapidjson::Value& schema, SchemaSteps& steps, const Take& take)
{
    if (schema.IsArray())
        for (rapidjson::SizeType i = 0; i < schema.Size(); ++i)
        {
            steps.push_back(std::to_string(i));
            takeBelow(schema[i], steps, take);
            steps.pop_back();
        }
    if (!schema.IsObject()) return;
    for (auto member = schema.MemberBegin(); member != schema.MemberEnd();)
    {
        const std::string keyword(textOf(member->name));
        const bool names = holdsNames(keyword) && member->value.IsObject(), definitions = names && isDefinitions(keyword);
        steps.push_back(keyword);
        if (names)
            takeNamed(member->value, definitions, steps, take);
        else if (!isData(keyword))
            takeBelow(member->value, steps, take);
        steps.pop_back();
        member = definitions ? schema.EraseMember(member) : std::next(member);
    }
}

} // namespace

void takeDefinitions(rapidjson::Value& schema, const Take& take)
{
    SchemaSteps steps;
    takeBelow(schema, steps, take);
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
