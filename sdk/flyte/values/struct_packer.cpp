#include "struct_packer.h"
#include "candidates.h"
#include "members.h"
#include "msgpack_bytes.h"
#include "number.h"
#include "packed_numbers.h"
#include "schema_constants.h"
#include "schema_limits.h"
#include "utf8.h"
#include "words.h"
#include "written_json.h"
#include <algorithm>

namespace flyte_webhook::flyte
{

namespace
{

/// Of the types that a schema names, the one that a value is taken as: its own before one that it can be read as. Nothing when it is none.
std::optional<std::string_view> typeOf(const Json& value, const std::vector<std::string_view>& types)
{
    const auto takes = [&](std::string_view type) { return types.empty() || std::find(types.begin(), types.end(), type) != types.end(); };
    const auto kind = kindOf(value);
    if (takes(kind)) return kind;
    if (kind == "integer" && takes("number")) return "number";
    if (kind == "number" && takes("integer") && wholeNumber(value)) return "integer";
    return std::nullopt;
}

std::vector<std::string_view> missingFrom(const Json& object, const Schema& schema)
{
    auto required = schema.texts("required");
    const auto given = [&](std::string_view name)
    { return std::any_of(object.MemberBegin(), object.MemberEnd(), [&](const auto& member) { return textOf(member.name) == name; }); };
    required.erase(std::remove_if(required.begin(), required.end(), given), required.end());
    return required;
}

std::vector<std::string_view> undeclaredOf(const std::vector<const Json::Member*>& members, const Schema& schema)
{
    std::vector<std::string_view> names;
    for (const auto* member : members)
        if (!schema.property(textOf(member->name))) names.push_back(textOf(member->name));
    return names;
}

std::string keys(const std::vector<std::string_view>& names) { return (names.size() == 1 ? "key " : "keys ") + listed(names); }

/// Whether a schema that leaves the rest to others says itself how the value is packed.
bool tells(const KnownSchemas::Known& known, std::string_view type, const Json& value)
{
    return known.tellsInside || type != kindOf(value);
}

/// What is short as JSON, of anything else its kind.
std::string cameAs(const Json& value)
{
    if (value.IsString()) return "\"" + shown(textOf(value)) + "\"";
    if (value.IsArray() || value.IsObject()) return std::string(kindOf(value));
    return writtenText([&](JsonWriter& writer) { value.Accept(writer); });
}

std::vector<std::string> namesOf(const std::vector<Schema>& choices)
{
    std::vector<std::string> names;
    for (const auto& choice : choices) names.push_back(choice.describe());
    return names;
}

} // namespace

std::optional<Fit> StructPacker::pack(const Schema& schema, const Json& value, const Path& path)
{
    if (path.depth() > maxDepth || _levels == mostLevels) return refuseDepth(path);
    const auto start = _out.size();
    ++_levels;
    const auto fit = packChecked(schema, value, path);
    --_levels;
    if (!fit) _out.resize(start);
    return fit;
}

// What is refused is told in functions of its own, so that what calls itself needs little of the stack: the server's threads have small
// ones.

std::nullopt_t StructPacker::refuseDepth(const Path& path)
{
    if (path.depth() > maxDepth) return _conversion.refuse(path, "nested more than " + std::to_string(maxDepth) + " levels deep");
    return _conversion.refuse(path, "its schema is nested too deep to be followed");
}

/// A schema that only says which other one holds is left at once: that is no level of its own.
std::optional<Fit> StructPacker::packChecked(Schema schema, const Json& value, const Path& path)
{
    for (;;)
    {
        const auto& known = _conversion.schemas().of(schema);
        const auto type = check(schema, known, value, path);
        if (!type) return std::nullopt;
        const auto &parts = known.parts, &choices = known.choices;
        const bool itself = tells(known, *type, value);
        if (parts.empty() && choices.empty()) return packAs(*type, schema, value, path);
        if (parts.empty() && !itself) return packAnyOf(choices, value, path);
        if (parts.size() > 1 || !choices.empty() || itself) return packAll(*type, schema, known, value, path);
        schema = parts.front();
    }
}

/// What the schema itself says of the value, but for what is inside. The type that the value is taken as; nothing when it does not fit.
std::optional<std::string_view> StructPacker::check(const Schema& schema, const Known& known, const Json& value, const Path& path)
{
    if (schema.isNever()) return _conversion.refuse(path, "expected nothing, its schema takes no value");
    if (!isAmongConstants(schema, value)) return refuseConstant(schema, value, path);
    const auto type = typeOf(value, known.types);
    if (!type) return refuseType(schema, known.types, value, path);
    if (const auto limit = brokenLimit(schema, value)) return _conversion.refuse(path, *limit);
    if (!value.IsObject()) return type;
    const auto missing = missingFrom(value, schema);
    if (!missing.empty()) return _conversion.refuse(path, "lacks the required " + keys(missing));
    return type;
}

std::nullopt_t StructPacker::refuseType(const Schema& schema, const std::vector<std::string_view>& types, const Json& value,
                                        const Path& path)
{
    if (types.size() > 1 || types.front() == "object") return _conversion.mismatch(path, schema.describe(), value);
    if (types.front() == "integer") return refuseAsInteger(value, path, _conversion);
    return _conversion.mismatch(path, std::string(types.front()), value);
}

std::nullopt_t StructPacker::refuseConstant(const Schema& schema, const Json& value, const Path& path)
{
    return _conversion.refuse(path, "expected " + constantsOf(schema) + ", got " + cameAs(value));
}

/// Keeps the bytes of the closest choice; the first of two equally close ones.
std::optional<Fit> StructPacker::packAnyOf(const std::vector<Schema>& choices, const Json& value, const Path& path)
{
    const auto start = _out.size();
    std::optional<Fit> best;
    NearestMiss miss(path);
    Trial trial(_conversion, path);
    for (auto choice = choices.begin(); choice != choices.end() && best != Fit::Exact; ++choice)
    {
        if (!trial.next()) return std::nullopt;
        const auto end = _out.size();
        const auto fit = pack(*choice, value, path);
        if (_conversion.exhausted()) return std::nullopt;
        if (!fit)
            miss.consider(_conversion);
        else if (!best || *fit < *best)
        {
            _out.erase(start, end - start);
            best = fit;
        }
        else
            _out.resize(end);
    }
    trial.end();
    return best ? best : miss.refuse(namesOf(choices), value, _conversion);
}

/// Each part packs the whole value, and what the schema says itself comes last.
std::optional<Fit> StructPacker::packAll(std::string_view type, const Schema& schema, const Known& known, const Json& value,
                                         const Path& path)
{
    const auto start = _out.size();
    auto worst = Fit::Exact;
    Trial trial(_conversion, path, Trial::Parts);
    const auto holds = [&](auto packPart)
    {
        const auto middle = _out.size();
        const auto fit = trial.next() ? packPart() : std::nullopt;
        if (!fit) return false;
        worst = std::max(worst, *fit);
        if (middle > start) unite(start, middle, value, path);
        return true;
    };
    for (const auto& part : known.parts)
        if (!holds([&] { return pack(part, value, path); })) return std::nullopt;
    if (!known.choices.empty() && !holds([&] { return packAnyOf(known.choices, value, path); })) return std::nullopt;
    if (tells(known, type, value) && !holds([&] { return packAs(type, schema, value, path); })) return std::nullopt;
    return worst;
}

/// Makes one of two packings of the value, the second of which begins in the middle: a number that any part wants as a float is one.
void StructPacker::unite(std::size_t start, std::size_t middle, const Json& value, const Path& path)
{
    if (_out.compare(start, middle - start, _out, middle, std::string::npos) == 0) return _out.resize(middle);
    const auto end = _out.size();
    pack(Schema(), value, path);
    const std::string_view all(_out);
    const auto united = asAsked(all.substr(start, middle - start), all.substr(middle, end - middle), all.substr(end));
    _out.replace(start, std::string::npos, united);
}

std::optional<Fit> StructPacker::packAs(std::string_view type, const Schema& schema, const Json& value, const Path& path)
{
    if (value.IsObject()) return packObject(schema, value, path);
    if (value.IsArray()) return packArray(schema, value, path);
    if (value.IsString()) return packText(value, path);
    if (value.IsNumber()) return type == "number" ? packNumber(value) : packInteger(value, path);
    append(_out, [&](auto& p) { value.IsNull() ? p.pack_nil() : value.GetBool() ? p.pack_true() : p.pack_false(); });
    return Fit::Exact;
}

std::optional<Fit> StructPacker::packObject(const Schema& schema, const Json& value, const Path& path)
{
    const auto members = membersOf(value);
    auto worst = checkMembers(members, schema, path);
    if (!worst) return std::nullopt;
    append(_out, [&](auto& p) { p.pack_map(static_cast<std::uint32_t>(members.size())); });
    for (const auto* member : members)
    {
        const auto fit = packMember(schema, *member, Path(path, textOf(member->name)));
        if (!fit) return std::nullopt;
        worst = std::max(*worst, *fit);
    }
    return worst;
}

/// Whether they are the ones that there may be. Members that nobody expects are taken, but a schema that knows them fits more closely.
std::optional<Fit> StructPacker::checkMembers(const std::vector<const Json::Member*>& members, const Schema& schema, const Path& path)
{
    const auto others = schema.under("additionalProperties");
    const bool closed = others && others->isNever();
    const auto unknown = closed || schema.find("properties") ? undeclaredOf(members, schema) : std::vector<std::string_view>();
    if (closed && !unknown.empty())
    {
        const auto known = schema.propertyNames();
        return _conversion.refuse(path, "has the unknown " + keys(unknown) +
                                            (known.empty() ? ", there are none that it may have" : ", known are " + listed(known)));
    }
    if (const auto* member = wrongConstant(members, schema))
        return refuseConstant(_conversion.schemas().resolved(*schema.property(textOf(member->name))), member->value,
                              Path(path, textOf(member->name)));
    return unknown.empty() || others ? Fit::Exact : Fit::Widened;
}

/// The constants of a schema tell variants apart at little cost, so they are looked at before anything deeper is.
const Json::Member* StructPacker::wrongConstant(const std::vector<const Json::Member*>& members, const Schema& schema)
{
    for (const auto* member : members)
    {
        const auto declared = schema.property(textOf(member->name));
        if (declared && !isAmongConstants(_conversion.schemas().resolved(*declared), member->value)) return member;
    }
    return nullptr;
}

std::optional<Fit> StructPacker::packMember(const Schema& schema, const Json::Member& member, const Path& path)
{
    const auto name = textOf(member.name);
    if (!packText(member.name, path)) return std::nullopt;
    auto declared = schema.property(name);
    if (!declared) declared = schema.under("additionalProperties");
    return pack(declared.value_or(Schema()), member.value, path);
}

std::optional<Fit> StructPacker::packArray(const Schema& schema, const Json& value, const Path& path)
{
    append(_out, [&](auto& p) { p.pack_array(value.Size()); });
    const auto first = schema.list("prefixItems");
    const auto others = schema.under("items").value_or(Schema());
    auto worst = Fit::Exact;
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i)
    {
        const auto fit = pack(i < first.size() ? first[i] : others, value[i], Path(path, i));
        if (!fit) return std::nullopt;
        worst = std::max(worst, *fit);
    }
    return worst;
}

std::optional<Fit> StructPacker::packInteger(const Json& value, const Path& path)
{
    const auto number = wholeNumber(value);
    if (!number) return refuseAsInteger(value, path, _conversion);
    append(_out, [&](auto& p) { number->isSigned ? p.pack_int64(number->value) : p.pack_uint64(number->unsignedValue); });
    return number->fit;
}

std::optional<Fit> StructPacker::packNumber(const Json& value)
{
    appendFloat(_out, value.GetDouble());
    return value.IsDouble() ? Fit::Exact : Fit::Widened;
}

std::optional<Fit> StructPacker::packText(const Json& value, const Path& path)
{
    if (!isUtf8(textOf(value))) return _conversion.refuse(path, "expected string of Unicode characters, got one with a lone surrogate");
    appendText(_out, textOf(value));
    return Fit::Exact;
}

} // namespace flyte_webhook::flyte
