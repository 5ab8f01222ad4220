#include "components.h"
#include "endpoints/text_forms.h"
#include "openapi/json_text.h"
#include "openapi/schema_references.h"
#include <algorithm>
#include <flyte_webhook/plugin/json_reader.h>
#include <vector>

namespace flyte_webhook::host
{

namespace
{

constexpr std::string_view errorSchema =
    R"({"type":"object","description":"What is wrong; the header X-Error-Kind has a stable word for it.","required":["detail"],)"
    R"("properties":{"detail":{"type":"string","description":"for people to read"}}})";

// The names and the shape are those that clients of FastAPI know.
constexpr std::string_view validationErrorsSchema =
    R"({"type":"object","description":"Everything that is wrong with a request's parameters and body.","required":["detail"],)"
    R"("properties":{"detail":{"type":"array","items":{"$ref":"#/$defs/ValidationError"}}},)"
    R"("examples":[{"detail":[{"type":"missing","loc":["query","path"],"msg":"Field required","input":null}]}],)"
    R"("$defs":{"ValidationError":{"type":"object","description":"One thing that is wrong with a request.",)"
    R"("required":["type","loc","msg"],"properties":{)"
    R"("type":{"type":"string","description":"a stable word","examples":["missing"]},)"
    R"("loc":{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"integer"}]},)"
    R"("description":"where: path, query or body, then names, and places in a list","examples":[["query","path"]]},)"
    R"("msg":{"type":"string","description":"for people to read","examples":["Field required"]},)"
    R"("input":{"description":"what came; null when it is long"},)"
    R"("ctx":{"type":"object","additionalProperties":true,"description":"more about it"}}}}})";

std::string reference(const std::string& name)
{
    return jsonObject([&](JsonObject& object) { object.field("$ref", "#/components/schemas/" + name); });
}

/// What a component may be called.
std::string componentName(std::string name)
{
    const auto fits = [](char c)
    { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
    std::replace_if(
        name.begin(), name.end(), [&](char c) { return !fits(c); }, '_');
    return name;
}

/// A schema and those that it defines, each on its way to a place of its own.
class Family
{
public:
    struct Member
    {
        std::string_view name; ///< its author's
        bool isOfPart;         ///< a part of the schema defines it
        Definitions& definition;
    };

    explicit Family(std::string_view schema) : _root(parseJson(schema).value()), _definitions(takeDefinitions(_root)) // it has been checked
    {
        list(_definitions, 0);
    }

    rapidjson::Document& root() { return _root; }
    const std::vector<Member>& members() const { return _members; }

    void name(std::string name) { _name = std::move(name); }
    void name(const Member& member, std::string name) { _names[&member.definition] = std::move(name); }

    /// As the document has it.
    std::string moved(rapidjson::Value& schema)
    {
        moveReferences(
            schema, [this](std::string_view reference) { return place(reference); }, _root.GetAllocator());
        return toJson(schema);
    }

private:
    /// What stands inside of others comes first.
    void list(const Definitions& above, std::size_t depth)
    {
        for (const auto& [name, definition] : above.below)
        {
            list(*definition, depth + 1);
            if (definition->schema) _members.push_back({name, depth > 1, *definition});
        }
    }

    /// In the last definition on the way there.
    std::string place(std::string_view reference) const
    {
        const auto* name = &_name;
        auto rest = reference.substr(1);
        const auto* here = &_definitions;
        for (auto path = rest; !path.empty();)
        {
            const auto end = std::min(path.find('/', 1), path.size());
            const auto found = here->below.find(referredName(path.substr(1, end - 1)));
            if (found == here->below.end()) break;
            here = found->second.get();
            path.remove_prefix(end);
            if (!here->schema) continue;
            name = &_names.at(here);
            rest = path;
        }
        return "#/components/schemas/" + *name + std::string(rest);
    }

    rapidjson::Document _root;
    const Definitions _definitions;
    std::vector<Member> _members;
    std::string _name;
    std::map<const Definitions*, std::string> _names;
};

} // namespace

std::string Components::add(const std::string& name, std::string_view schema)
{
    Family family(schema);
    const auto own = nameFor(name, std::string(schema));
    if (!_schemas[own].empty()) return reference(own);
    family.name(own);
    std::string all;
    for (const auto& member : family.members()) all.append(member.name) += toJson(*member.definition.schema);
    // A schema is the same as another one only where those that it may refer to are the same, too.
    const auto among = " among " + std::to_string(_families.try_emplace(std::move(all), _families.size()).first->second);
    std::vector<std::string> names;
    for (const auto& member : family.members())
    {
        // Those of the schema itself have names of their own in the document; what is only carried along takes none from them.
        const auto wanted = (member.isOfPart ? own : "") + componentName(std::string(member.name));
        names.push_back(nameFor(wanted, toJson(*member.definition.schema) + among));
        family.name(member, names.back());
    }
    auto place = names.begin();
    for (const auto& member : family.members()) _schemas[*place++] = family.moved(*member.definition.schema);
    _schemas[own] = family.moved(family.root());
    return reference(own);
}

/// The name that stands for that schema already, or else the first free one, which stands for it from now on.
std::string Components::nameFor(const std::string& wanted, const std::string& origin)
{
    auto& wishes = _wishes[wanted];
    const auto [found, isNew] = wishes.names.try_emplace(origin, wanted);
    while (isNew)
    {
        if (++wishes.tried > 1) found->second = wanted + std::to_string(wishes.tried);
        if (_schemas.try_emplace(found->second).second) break;
    }
    return found->second;
}

std::string Components::error() { return add("Error", errorSchema); }

std::string Components::validationError() { return add("HTTPValidationError", validationErrorsSchema); }

bool Components::isError(std::string_view schema)
{
    auto document = parseJson(schema).value(); // it has been checked
    document.RemoveMember("examples");
    return toJson(document) == R"({"type":"object","required":["detail"],"properties":{"detail":{"type":"string"}}})";
}

void Components::writeTo(JsonObject& schemas) const
{
    for (const auto& [name, schema] : _schemas) writeJson(schemas.key(name), schema);
}

std::string schemaName(std::string_view id)
{
    std::string name;
    bool begins = true;
    for (const char c : id)
    {
        if (c != '_') name += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        begins = c == '_';
    }
    return name;
}

} // namespace flyte_webhook::host
