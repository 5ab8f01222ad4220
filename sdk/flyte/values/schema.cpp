#include "schema.h"
#include "schema_keyword.h"
#include "words.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

using google::protobuf::Value;

namespace
{

constexpr int mostHops = 32; // a reference may lead to another, or round in a circle

const Value* lookUp(const Struct& in, const std::string& key)
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
    const auto value = _node ? lookUp(*_node, key) : nullptr;
    return value && fits(valueOf(key), *value) ? value : nullptr;
}

std::optional<Schema> Schema::at(const Value& value) const
{
    if (value.has_struct_value()) return Schema(_root, &value.struct_value());
    if (value.kind_case() == Value::kBoolValue && !value.bool_value()) return std::nullopt;
    return Schema(); // `true`, and what is no schema at all
}

std::optional<Schema> Schema::follow(std::string_view reference) const
{
    if (reference.substr(0, 1) != "#") return std::nullopt;
    const Struct* node = _root;
    for (auto rest = reference.substr(1); !rest.empty();)
    {
        rest.remove_prefix(1);
        const auto step = rest.substr(0, rest.find('/'));
        rest.remove_prefix(step.size());
        const auto value = lookUp(*node, unescaped(step));
        if (!value || !value->has_struct_value()) return std::nullopt;
        node = &value->struct_value();
    }
    return Schema(_root, node);
}

Schema Schema::resolved() const
{
    Schema here = *this;
    for (int hops = 0; hops < mostHops; ++hops)
    {
        const auto reference = here.text("$ref");
        if (reference.empty()) return here;
        const auto next = here.follow(reference);
        if (!next) return Schema();
        here = *next;
    }
    return Schema();
}

std::string_view Schema::text(const char* key) const
{
    const auto value = find(key);
    return value ? std::string_view(value->string_value()) : std::string_view();
}

bool Schema::isFalse(const char* key) const
{
    const auto value = find(key);
    return value && value->kind_case() == Value::kBoolValue && !value->bool_value();
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
    return value ? at(*value) : std::nullopt;
}

std::vector<Schema> Schema::list(const char* key) const
{
    std::vector<Schema> found;
    if (const auto value = find(key))
        for (const auto& item : value->list_value().values())
            if (const auto schema = at(item)) found.push_back(*schema);
    return found;
}

std::optional<Schema> Schema::property(std::string_view name) const
{
    const auto properties = find("properties");
    const auto value = properties ? lookUp(properties->struct_value(), std::string(name)) : nullptr;
    return value ? at(*value) : std::nullopt;
}

std::vector<std::string_view> Schema::propertyNames() const
{
    std::vector<std::string_view> names;
    if (const auto properties = find("properties"))
        for (const auto& entry : properties->struct_value().fields()) names.emplace_back(entry.first);
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string_view> Schema::types() const
{
    auto declared = texts("type");
    if (!declared.empty()) return declared;
    if (find("properties") || find("required")) return {"object"};
    if (find("items") || find("prefixItems")) return {"array"};
    return {};
}

std::string Schema::describe() const
{
    const auto here = resolved();
    std::vector<std::string> names;
    for (const auto* key : {"anyOf", "oneOf"})
        for (const auto& choice : here.list(key)) names.push_back(choice.text("$ref").empty() ? listed(choice.types()) : "object");
    for (const auto type : here.types()) names.emplace_back(shown(type));
    if (here.find("enum")) return "one of " + listed(here.texts("enum"));
    if (names.empty()) return "any value";
    const auto title = here.text("title");
    return eitherOf(names) + (names.size() == 1 && names[0] == "object" && !title.empty() ? " (" + shown(title) + ")" : "");
}

} // namespace flyte_webhook::flyte
