#include "struct_example.h"
#include "exact_double.h"
#include "write.h"
#include <algorithm>
#include <cmath>

namespace flyte_webhook::flyte
{

namespace
{

constexpr int deepest = 20, deep = 4;
constexpr std::size_t longestText = 1000;
constexpr rapidjson::SizeType mostElements = 10;
constexpr int mostTries = 20; // for an element that is not in its set yet

/// A whole number as one, so that it is an integer to everybody.
Json numberValue(double value)
{
    return std::trunc(value) == value && std::abs(value) <= endOfExact ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

/// The number that is nearest to `wish` within the bounds; a whole one for integers.
std::optional<MadeJson> numberWithin(const Schema& schema, double wish, bool whole)
{
    const double step = whole ? 1 : 0.5;
    auto value = wish;
    const auto least = schema.number("minimum"), above = schema.number("exclusiveMinimum");
    const auto most = schema.number("maximum"), below = schema.number("exclusiveMaximum");
    if (least) value = std::max(value, whole ? std::ceil(*least) : *least);
    if (above && value <= *above) value = whole ? std::floor(*above) + step : *above + step;
    if (most) value = std::min(value, whole ? std::floor(*most) : *most);
    if (below && value >= *below) value = whole ? std::ceil(*below) - step : *below - step;
    if (const auto divisor = schema.number("multipleOf"))
    {
        const auto next = std::ceil(value / *divisor) * *divisor;
        value = most && next > *most ? next - *divisor : next;
    }
    const bool fits = (!least || value >= *least) && (!above || value > *above) && (!most || value <= *most) && (!below || value < *below);
    return fits ? std::optional<MadeJson>(numberValue(value)) : std::nullopt;
}

std::string_view textOfFormat(std::string_view format)
{
    constexpr std::pair<std::string_view, std::string_view> texts[] = {
        {"date-time", "2026-01-31T12:00:00Z"},
        {"date", "2026-01-31"},
        {"time", "12:00:00Z"},
        {"duration", "PT1M30S"},
        {"email", "name@example.com"},
        {"uri", "https://example.com/"},
        {"uuid", "00000000-0000-4000-8000-000000000000"},
    };
    for (const auto& [name, text] : texts)
        if (name == format) return text;
    return "text";
}

} // namespace

std::optional<MadeJson> StructExample::make(const Schema& schema, int depth)
{
    if (depth > deepest || _left-- <= 0 || schema.isNever()) return std::nullopt;
    if (auto shown = shownBy(schema)) return shown;
    const auto here = schema.resolved();
    if (auto shown = shownBy(here)) return shown;
    const auto parts = here.parts(), choices = here.choices();
    if (parts.empty() && choices.empty()) return ofTypes(here, depth);
    std::vector<std::optional<MadeJson>> made;
    if (here.tellsInside()) made.push_back(ofTypes(here, depth));
    for (const auto& part : parts) made.push_back(make(part, depth + 1));
    if (!choices.empty()) made.push_back(firstOf(choices, depth));
    return merged(std::move(made));
}

std::optional<MadeJson> StructExample::ofTypes(const Schema& schema, int depth)
{
    if (depth == 0) return object(schema, depth);
    const auto types = schema.types();
    for (const auto type : types)
        if (auto value = typed(type, schema, depth)) return value;
    return types.empty() ? text(schema) : std::nullopt;
}

std::optional<MadeJson> StructExample::shownBy(const Schema& schema)
{
    const auto copyOf = [this](const google::protobuf::Value& value)
    { return writtenJson(_allocator, [&](JsonWriter& writer) { writeValue(writer, value, 0); }); };
    const auto oneOf = [&](const google::protobuf::Value* list)
    {
        const auto count = list ? list->list_value().values().size() : 0;
        return count > 0 ? copyOf(list->list_value().values(_another % count)) : std::nullopt;
    };
    if (auto one = oneOf(schema.find("examples"))) return one;
    if (const auto* value = schema.find("default"); value && _another == 0) return copyOf(*value);
    if (const auto* value = schema.find("const")) return copyOf(*value);
    const auto* names = schema.memberNames();
    return oneOf(names ? names : schema.find("enum"));
}

/// Null comes last, but far inside it comes first: there a schema may be holding itself.
std::optional<MadeJson> StructExample::firstOf(const std::vector<Schema>& choices, int depth)
{
    for (const bool null : {depth > deep, depth <= deep})
        for (const auto& choice : choices)
        {
            const auto types = choice.types();
            if ((!types.empty() && types.front() == "null") != null) continue;
            if (auto value = make(choice, depth + 1); value && (depth > 0 || value->IsObject())) return value;
        }
    return std::nullopt;
}

/// Objects of several parts have the members of each.
std::optional<MadeJson> StructExample::merged(std::vector<std::optional<MadeJson>> parts)
{
    std::optional<MadeJson> whole;
    for (auto& part : parts)
    {
        if (!part) return std::nullopt;
        if (!whole || !whole->IsObject() || !part->IsObject())
            whole = std::move(part);
        else
            for (auto& member : part->GetObject())
                if (!whole->HasMember(member.name)) whole->AddMember(member.name, member.value, _allocator);
    }
    return whole;
}

std::optional<MadeJson> StructExample::typed(std::string_view type, const Schema& schema, int depth)
{
    if (type == "integer" || type == "number") return number(schema, type == "integer");
    if (type == "string") return text(schema);
    if (type == "boolean") return Json(_another % 2 == 0);
    if (type == "null") return Json();
    if (type == "array") return array(schema, depth);
    return type == "object" ? object(schema, depth) : std::nullopt;
}

/// Others lie above and below the first one by turns.
std::optional<MadeJson> StructExample::number(const Schema& schema, bool whole)
{
    auto first = numberWithin(schema, whole ? 1 : 1.5, whole);
    if (!first || _another == 0) return first;
    const double step = schema.number("multipleOf").value_or(1), steps = (_another + 1) / 2;
    return numberWithin(schema, first->GetDouble() + (_another % 2 ? steps : -steps) * step, whole);
}

std::optional<MadeJson> StructExample::object(const Schema& schema, int depth)
{
    Json made(rapidjson::kObjectType);
    const auto add = [&](std::string_view name, std::optional<MadeJson> value)
    {
        if (value) made.AddMember(textJson(name, _allocator), *value, _allocator);
        return value.has_value();
    };
    const auto required = schema.texts("required");
    for (const auto name : required)
        if (!add(name, make(schema.property(name).value_or(Schema()), depth + 1))) return std::nullopt;
    for (const auto name : schema.propertyNames())
        if (const auto property = schema.property(name);
            property && property->find("default") && !made.HasMember(textJson(name, _allocator)))
            add(name, make(*property, depth + 1));
    if (const auto others = schema.under("additionalProperties"); others && !schema.find("properties"))
        add("key", make(*others, depth + 1));
    return made;
}

std::optional<MadeJson> StructExample::array(const Schema& schema, int depth)
{
    Json made(rapidjson::kArrayType);
    const bool isSet = schema.isSet();
    const auto next = [&](const Schema& item) { return isSet ? element(item, made, depth + 1) : make(item, depth + 1); };
    for (const auto& first : schema.list("prefixItems"))
        if (auto value = next(first))
            made.PushBack(*value, _allocator);
        else
            return std::nullopt;
    const auto items = schema.under("items");
    const auto least = schema.number("minItems").value_or(items && made.Empty() ? 1 : 0);
    if (least > mostElements) return std::nullopt;
    while (made.Size() < least && made.Size() < schema.number("maxItems").value_or(mostElements))
        if (auto value = next(items.value_or(Schema())))
            made.PushBack(*value, _allocator);
        else
            return schema.find("minItems") ? std::nullopt : std::optional<MadeJson>(std::move(made));
    return made;
}

/// One that is none of the others: a set has none of them twice.
std::optional<MadeJson> StructExample::element(const Schema& schema, const Json& others, int depth)
{
    const auto before = _another;
    const auto isNew = [&](const Json& value) { return std::find(others.Begin(), others.End(), value) == others.End(); };
    std::optional<MadeJson> found;
    for (int tries = 0; !found && tries < mostTries; ++tries, ++_another)
        if (auto value = make(schema, depth); value && isNew(*value)) found = std::move(value);
    _another = before;
    return found;
}

std::optional<MadeJson> StructExample::text(const Schema& schema)
{
    for (const auto* key : {"pattern", "minLength", "maxLength"})
        if (schema.mentions(key) && !schema.find(key)) return std::nullopt; // the task will look at it
    std::string value(textOfFormat(schema.text("format")));
    const auto least = schema.number("minLength").value_or(0), most = schema.number("maxLength").value_or(longestText);
    if (least > longestText || most < 0) return std::nullopt;
    if (value.size() < least) value.resize(static_cast<std::size_t>(std::ceil(least)), 'x');
    if (value.size() > most) value.resize(static_cast<std::size_t>(most));
    // Another text of a format may be none of it.
    if (_another > 0 && !schema.find("format") && !value.empty()) value.back() = static_cast<char>('a' + _another % 26);
    return textJson(value, _allocator);
}

} // namespace flyte_webhook::flyte
