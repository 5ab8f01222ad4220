#include "schema.h"
#include "schema_constants.h"
#include "schema_keyword.h"
#include "words.h"
#include <algorithm>
#include <flyte_webhook/flyte/percent.h>
#include <unordered_set>

namespace flyte_webhook::flyte
{

using google::protobuf::Value;

namespace
{

constexpr std::size_t mostMet = 256; // places that one value may be held against, until a reference counts as a circle

const Value* lookUp(const Struct& in, std::string_view key)
{
    const auto found = in.fields().find(key);
    return found == in.fields().end() ? nullptr : &found->second;
}

/// One step of a JSON pointer, in which ~1 stands for a slash and ~0 for a tilde.
std::string unescaped(std::string_view step)
{
    std::string text;
    for (std::size_t i = 0; i < step.size(); ++i)
    {
        const bool escape = step[i] == '~' && i + 1 < step.size();
        text += !escape ? step[i] : step[i + 1] == '1' ? '/' : '~';
        if (escape) ++i;
    }
    return text;
}

} // namespace

const Value* Schema::find(const char* key) const
{
    if (!_node || (std::string_view(key) == "enum" && memberNames())) return nullptr;
    return findKeyword(*_node, key);
}

const Value* Schema::memberNames() const
{
    const auto* names = _defined && mentions("title") ? findKeyword(*_node, "enum") : nullptr;
    if (!names) return nullptr;
    const auto& listed = names->list_value().values();
    const auto isText = [](const Value& constant) { return constant.kind_case() == Value::kStringValue; };
    return !listed.empty() && std::all_of(listed.begin(), listed.end(), isText) ? names : nullptr;
}

bool Schema::mentions(const char* key) const { return _node && lookUp(*_node, key); }

bool Schema::isSet() const
{
    const auto* unique = _node ? lookUp(*_node, "uniqueItems") : nullptr;
    return unique && unique->bool_value();
}

Schema Schema::at(const Value& value) const
{
    if (value.has_struct_value()) return {*_root, value.struct_value()};
    Schema whole; // `true`, and what is no schema at all
    whole._never = value.kind_case() == Value::kBoolValue && !value.bool_value();
    return whole;
}

/// The way leads through schemas, and through the author's names of them.
std::optional<Schema> Schema::follow(std::string_view reference) const
{
    if (reference.substr(0, 1) != "#") return std::nullopt;
    const auto pointer = percentDecoded(reference.substr(1)); // a reference is a part of an address
    const Struct* node = _root;
    bool names = false, defined = false;
    for (std::string_view rest = pointer; !rest.empty();)
    {
        if (rest.front() != '/') return std::nullopt;
        rest.remove_prefix(1);
        const auto step = unescaped(rest.substr(0, rest.find('/')));
        rest.remove_prefix(std::min(rest.find('/'), rest.size()));
        const auto kind = names ? KeywordValue::Schema : valueOf(step);
        const auto value = names ? lookUp(*node, step) : findKeyword(*node, step);
        if (!value || !value->has_struct_value() || kind == KeywordValue::Data) return std::nullopt;
        defined = names ? defined : holdsDefinitions(step);
        names = kind == KeywordValue::NamedSchemas;
        node = &value->struct_value();
    }
    return names ? std::nullopt : std::make_optional<Schema>(*_root, *node, defined);
}

/// Of a schema in which a value may be held against very many places at once nobody waits to see the end.
bool Schema::comesBackTo(const Struct* goal) const
{
    std::unordered_set<const Struct*> met{_node};
    std::vector<const Struct*> open{_node};
    const auto meet = [&](const Struct& node)
    {
        if (met.insert(&node).second) open.push_back(&node);
        return met.size() <= mostMet;
    };
    while (!open.empty())
    {
        const Schema here(*_root, *open.back());
        open.pop_back();
        if (here._node == goal) return true;
        if (const auto to = here.follow(here.text("$ref")); to && !meet(*to->_node)) return true;
        for (const auto* key : {"allOf", "anyOf", "oneOf"})
            if (const auto list = here.find(key))
                for (const auto& item : list->list_value().values())
                    if (item.has_struct_value() && !meet(item.struct_value())) return true;
    }
    return false;
}

std::optional<Schema> Schema::referred() const
{
    const auto reference = text("$ref");
    const auto to = reference.empty() ? std::nullopt : follow(reference);
    return to && !to->comesBackTo(_node) ? to : std::nullopt;
}

Schema Schema::resolved() const
{
    Schema here = *this;
    while (const auto next = here.referred()) here = *next; // it does not come back, so it ends
    return here;
}

std::string_view Schema::text(const char* key) const
{
    const auto value = find(key);
    return value ? std::string_view(value->string_value()) : std::string_view();
}

std::optional<double> Schema::number(const char* key) const
{
    const auto value = find(key);
    if (!value || value->kind_case() != Value::kNumberValue) return std::nullopt;
    return value->number_value();
}

std::vector<std::string_view> Schema::texts(const char* key) const
{
    std::vector<std::string_view> found;
    const auto value = find(key);
    if (!value) return found;
    if (value->kind_case() == Value::kStringValue) found.emplace_back(value->string_value());
    for (const auto& item : value->list_value().values())
        if (item.kind_case() == Value::kStringValue) found.emplace_back(item.string_value());
    return found;
}

std::optional<Schema> Schema::under(const char* key) const
{
    const auto value = find(key);
    return value ? std::optional<Schema>(at(*value)) : std::nullopt;
}

std::vector<Schema> Schema::list(const char* key) const
{
    std::vector<Schema> found;
    if (const auto value = find(key))
        for (const auto& item : value->list_value().values()) found.push_back(at(item));
    return found;
}

std::vector<Schema> Schema::choices() const { return list(find("anyOf") ? "anyOf" : "oneOf"); }

std::vector<Schema> Schema::parts() const
{
    auto parts = list("allOf");
    if (const auto to = referred()) parts.insert(parts.begin(), *to);
    return parts;
}

std::optional<Schema> Schema::property(std::string_view name) const
{
    const auto properties = find("properties");
    const auto value = properties ? lookUp(properties->struct_value(), name) : nullptr;
    return value ? std::optional<Schema>(at(*value)) : std::nullopt;
}

std::vector<std::string_view> Schema::propertyNames() const
{
    std::vector<std::string_view> names;
    if (const auto properties = find("properties"))
        for (const auto& entry : properties->struct_value().fields()) names.emplace_back(entry.first);
    std::sort(names.begin(), names.end());
    return names;
}

bool Schema::tellsInside() const
{
    constexpr const char* keywords[] = {"properties", "additionalProperties", "items", "prefixItems"};
    return std::any_of(std::begin(keywords), std::end(keywords), [this](const char* key) { return find(key); });
}

std::vector<std::string_view> Schema::types() const
{
    auto declared = texts("type");
    if (!declared.empty() && memberNames() && std::find(declared.begin(), declared.end(), "string") == declared.end())
        declared.insert(declared.begin(), "string");
    if (!declared.empty()) return declared;
    for (const auto* key : {"$ref", "allOf", "anyOf", "oneOf"})
        if (find(key)) return {};
    if (find("properties") || find("required")) return {"object"};
    if (_node != _root && (find("items") || find("prefixItems"))) return {"array"};
    return {};
}

std::string Schema::describe() const
{
    const auto here = resolved();
    if (here.isNever()) return "nothing";
    std::vector<std::string> names;
    for (const auto type : here.types()) names.emplace_back(shown(type));
    if (names.empty())
        for (const auto& choice : here.choices()) names.push_back(choice.text("$ref").empty() ? listed(choice.types()) : "object");
    if (here.find("enum")) return constantsOf(here);
    if (names.empty()) return "any value";
    const auto title = here.text("title");
    return eitherOf(names) + (names.size() == 1 && names[0] == "object" && !title.empty() ? " (" + shown(title) + ")" : "");
}

} // namespace flyte_webhook::flyte
