#include "struct_packer.h"
#include "big_endian.h"
#include "candidates.h"
#include "members.h"
#include "number.h"
#include "utf8.h"
#include "words.h"
#include <algorithm>
#include <msgpack/pack.hpp>

namespace flyte_webhook::flyte
{

namespace
{

struct Sink
{
    std::string& out;
    void write(const char* data, std::size_t size) { out.append(data, size); }
};

/// Gives `write` a packer that appends to `out`.
template <typename Write> void append(std::string& out, Write write)
{
    Sink sink{out};
    msgpack::packer<Sink> packer(sink);
    write(packer);
}

/// Always nine bytes: the library's own function makes an integer of a float without a fraction.
void appendFloat(std::string& out, double value)
{
    out += '\xcb';
    out += bigEndian(value);
}

void appendText(std::string& out, std::string_view text)
{
    append(out, [&](auto& p)
           { p.pack_str(static_cast<std::uint32_t>(text.size())).pack_str_body(text.data(), static_cast<std::uint32_t>(text.size())); });
}

/// Whether the constant of a schema is that value. Lists and objects are not looked into.
bool equals(const google::protobuf::Value& constant, const Json& value)
{
    using google::protobuf::Value;
    switch (constant.kind_case())
    {
    case Value::kNullValue: return value.IsNull();
    case Value::kBoolValue: return value.IsBool() && value.GetBool() == constant.bool_value();
    case Value::kNumberValue: return value.IsNumber() && value.GetDouble() == constant.number_value();
    case Value::kStringValue: return value.IsString() && textOf(value) == constant.string_value();
    case Value::kListValue: return value.IsArray();
    case Value::kStructValue: return value.IsObject();
    default: return false;
    }
}

bool isAmongConstants(const Schema& schema, const Json& value)
{
    const auto same = [&](const google::protobuf::Value& constant) { return equals(constant, value); };
    if (const auto constant = schema.find("const"); constant && !same(*constant)) return false;
    const auto values = schema.find("enum");
    if (!values) return true;
    return std::any_of(values->list_value().values().begin(), values->list_value().values().end(), same);
}

std::string constantsOf(const Schema& schema)
{
    const auto texts = schema.find("enum") ? schema.texts("enum") : schema.texts("const");
    return texts.empty() ? "one of the constants that its schema lists" : "one of " + listed(texts);
}

std::vector<std::string_view> missingFrom(const std::vector<const Json::Member*>& members, const Schema& schema)
{
    auto required = schema.texts("required");
    const auto given = [&](std::string_view name)
    { return std::any_of(members.begin(), members.end(), [&](const auto* member) { return textOf(member->name) == name; }); };
    required.erase(std::remove_if(required.begin(), required.end(), given), required.end());
    return required;
}

std::vector<std::string_view> undeclaredOf(const std::vector<const Json::Member*>& members, const Schema& schema)
{
    std::vector<std::string_view> names;
    if (schema.find("patternProperties")) return names; // a pattern may declare any of them
    for (const auto* member : members)
        if (!schema.property(textOf(member->name))) names.push_back(textOf(member->name));
    return names;
}

std::string keys(const std::vector<std::string_view>& names) { return (names.size() == 1 ? "key " : "keys ") + listed(names); }

/// The constants of a schema tell variants apart at little cost, so they are looked at before anything deeper is.
const Json::Member* wrongConstant(const std::vector<const Json::Member*>& members, const Schema& schema)
{
    for (const auto* member : members)
    {
        const auto declared = schema.property(textOf(member->name));
        if (declared && !isAmongConstants(declared->resolved(), member->value)) return member;
    }
    return nullptr;
}

/// Tries several ways and keeps the bytes of the closest; the first of two equally close ones.
template <typename Attempt>
std::optional<Fit> closest(std::size_t count, Attempt attempt, const std::vector<std::string>& names, std::string& out, const Json& value,
                           const Path& path, Conversion& conversion)
{
    const auto start = out.size();
    std::optional<Fit> best;
    NearestMiss miss(path);
    Trial trial(conversion, path);
    for (std::size_t i = 0; i < count && best != Fit::Exact; ++i)
    {
        if (!trial.next()) return std::nullopt;
        const auto end = out.size();
        const auto fit = attempt(i);
        if (conversion.exhausted()) return std::nullopt;
        if (!fit)
            miss.consider(conversion.takeProblem());
        else if (!best || *fit < *best)
        {
            out.erase(start, end - start);
            best = fit;
        }
        else
            out.resize(end);
    }
    trial.end();
    return best ? best : miss.refuse(names, value, conversion);
}

} // namespace

std::optional<Fit> StructPacker::pack(const Schema& schema, const Json& value, const Path& path)
{
    if (path.depth() > maxDepth) return _conversion.refuse(path, "nested more than " + std::to_string(maxDepth) + " levels deep");
    const auto start = _out.size();
    const auto fit = packChecked(schema.resolved(), value, path);
    if (!fit) _out.resize(start);
    return fit;
}

std::optional<Fit> StructPacker::packChecked(const Schema& schema, const Json& value, const Path& path)
{
    for (const auto* key : {"anyOf", "oneOf"})
        if (const auto choices = schema.list(key); !choices.empty()) return packAnyOf(choices, value, path);
    if (const auto parts = schema.list("allOf"); !parts.empty()) return packAllOf(parts, value, path);
    if (!isAmongConstants(schema, value)) return refuseConstant(schema, value, path);
    const auto types = schema.types();
    if (types.empty()) return packAny(value, path);
    return types.size() == 1 ? packTyped(types[0], schema, value, path) : packOneType(types, schema, value, path);
}

std::nullopt_t StructPacker::refuseConstant(const Schema& schema, const Json& value, const Path& path)
{
    const auto came = value.IsString() ? "\"" + shown(textOf(value)) + "\"" : std::string(kindOf(value));
    return _conversion.refuse(path, "expected " + constantsOf(schema) + ", got " + came);
}

std::optional<Fit> StructPacker::packAnyOf(const std::vector<Schema>& choices, const Json& value, const Path& path)
{
    std::vector<std::string> names;
    for (const auto& choice : choices) names.push_back(choice.describe());
    const auto attempt = [&](std::size_t i) { return pack(choices[i], value, path); };
    return closest(choices.size(), attempt, names, _out, value, path, _conversion);
}

std::optional<Fit> StructPacker::packOneType(const std::vector<std::string_view>& types, const Schema& schema, const Json& value,
                                             const Path& path)
{
    const auto attempt = [&](std::size_t i)
    {
        const auto start = _out.size();
        const auto fit = packTyped(types[i], schema, value, path);
        if (!fit) _out.resize(start);
        return fit;
    };
    return closest(types.size(), attempt, {types.begin(), types.end()}, _out, value, path, _conversion);
}

std::optional<Fit> StructPacker::packAllOf(const std::vector<Schema>& parts, const Json& value, const Path& path)
{
    const auto start = _out.size();
    auto worst = Fit::Exact;
    Trial trial(_conversion, path, Trial::Parts);
    for (const auto& part : parts)
    {
        _out.resize(start); // each part checks the whole value; the last one's bytes stay
        if (!trial.next()) return std::nullopt;
        const auto fit = pack(part, value, path);
        if (!fit) return std::nullopt;
        worst = std::max(worst, *fit);
    }
    return worst;
}

std::optional<Fit> StructPacker::packTyped(std::string_view type, const Schema& schema, const Json& value, const Path& path)
{
    if (type == "integer") return packInteger(value, path);
    if (type == "number") return packNumber(value, path);
    if (type == "string") return value.IsString() ? packText(value, path) : _conversion.mismatch(path, "string", value);
    if (type == "boolean") return value.IsBool() ? packAny(value, path) : _conversion.mismatch(path, "boolean", value);
    if (type == "null") return value.IsNull() ? packAny(value, path) : _conversion.mismatch(path, "null", value);
    if (type == "array") return value.IsArray() ? packArray(schema, value, path) : _conversion.mismatch(path, "array", value);
    if (type == "object") return value.IsObject() ? packObject(schema, value, path) : _conversion.mismatch(path, schema.describe(), value);
    return packAny(value, path);
}

std::optional<Fit> StructPacker::packObject(const Schema& schema, const Json& value, const Path& path)
{
    const auto members = membersOf(value);
    if (const auto missing = missingFrom(members, schema); !missing.empty())
        return _conversion.refuse(path, "lacks the required " + keys(missing));
    const bool closed = schema.isFalse("additionalProperties");
    const auto unknown = closed || schema.find("properties") ? undeclaredOf(members, schema) : std::vector<std::string_view>();
    if (closed && !unknown.empty())
        return _conversion.refuse(path, "has the unknown " + keys(unknown) + ", known are " + listed(schema.propertyNames()));
    if (const auto* member = wrongConstant(members, schema))
        return refuseConstant(schema.property(textOf(member->name))->resolved(), member->value, Path(path, textOf(member->name)));
    append(_out, [&](auto& p) { p.pack_map(static_cast<std::uint32_t>(members.size())); });
    auto worst = unknown.empty() || schema.find("additionalProperties") ? Fit::Exact : Fit::Widened;
    for (const auto* member : members)
    {
        const auto fit = packMember(schema, *member, Path(path, textOf(member->name)));
        if (!fit) return std::nullopt;
        worst = std::max(worst, *fit);
    }
    return worst;
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
    const auto least = schema.number("minItems"), most = schema.number("maxItems");
    if ((least && value.Size() < *least) || (most && value.Size() > *most))
        return _conversion.refuse(path, "has " + std::to_string(value.Size()) + " elements, which is too " +
                                            (least && value.Size() < *least ? "few" : "many"));
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

std::optional<Fit> StructPacker::packNumber(const Json& value, const Path& path)
{
    if (!value.IsNumber()) return _conversion.mismatch(path, "number", value);
    appendFloat(_out, value.GetDouble());
    return value.IsDouble() ? Fit::Exact : Fit::Widened;
}

std::optional<Fit> StructPacker::packText(const Json& value, const Path& path)
{
    if (!isUtf8(textOf(value))) return _conversion.refuse(path, "expected string of Unicode characters, got one with a lone surrogate");
    appendText(_out, textOf(value));
    return Fit::Exact;
}

std::optional<Fit> StructPacker::packAny(const Json& value, const Path& path)
{
    if (value.IsObject()) return packObject(Schema(), value, path);
    if (value.IsArray()) return packArray(Schema(), value, path);
    if (value.IsString()) return packText(value, path);
    if (value.IsDouble()) return packNumber(value, path);
    if (value.IsNumber()) return packInteger(value, path);
    append(_out, [&](auto& p) { value.IsNull() ? p.pack_nil() : value.GetBool() ? p.pack_true() : p.pack_false(); });
    return Fit::Exact;
}

} // namespace flyte_webhook::flyte
