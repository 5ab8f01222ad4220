#include "carried_schema.h"
#include "problem.h"
#include "schema.h"
#include "schema_keyword.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace flyte_webhook::flyte
{

using google::protobuf::Struct;
using google::protobuf::Value;

namespace
{

constexpr double largestExact = 9007199254740992.0; // 2^53

void writeNumber(JsonWriter& writer, double value)
{
    if (std::trunc(value) == value && std::abs(value) < largestExact)
        writer.Int64(static_cast<std::int64_t>(value));
    else
        writeDouble(writer, value);
}

/// Copies a schema, without the keywords that it could not have. What stands under some is data, and under others the keys are names.
class Carrier
{
public:
    /// `leftOut`: keys of the schema itself.
    Carrier(JsonWriter& writer, const Struct& root, std::string_view pointer, std::set<std::string_view> leftOut)
        : _writer(writer), _root(root), _pointer(pointer), _leftOut(std::move(leftOut))
    {
    }

    void write() { members(_root, 0); }

private:
    void members(const Struct& schema, std::size_t depth)
    {
        for (const auto* entry : sorted(schema)) keyword(entry->first, entry->second, depth);
        const Schema here(schema);
        if (!here.find("type")) inferType(here, depth);
        bound(here);
    }

    using Entry = google::protobuf::Map<std::string, Value>::value_type;

    static std::vector<const Entry*> sorted(const Struct& object)
    {
        std::vector<const Entry*> entries;
        for (const auto& entry : object.fields()) entries.push_back(&entry);
        std::sort(entries.begin(), entries.end(), [](const auto* one, const auto* other) { return one->first < other->first; });
        return entries;
    }

    /// Says what the converter takes a type for that is not said: the whole is an object, and other schemas are followed alone.
    void inferType(const Schema& here, std::size_t depth)
    {
        if (depth == 0) return type("object");
        for (const auto* key : {"$ref", "allOf", "anyOf", "oneOf"})
            if (here.find(key)) return;
        for (const auto name : here.types()) type(name);
    }

    void type(std::string_view name)
    {
        _writer.Key("type");
        writeText(_writer, name);
    }

    /// Integers are of 64 bits, with or without a sign.
    void bound(const Schema& here)
    {
        const auto types = here.types();
        const auto has = [&](std::string_view type) { return std::find(types.begin(), types.end(), type) != types.end(); };
        if (!has("integer") || has("number")) return;
        if (!here.find("minimum"))
        {
            _writer.Key("minimum");
            _writer.Int64(std::numeric_limits<std::int64_t>::min());
        }
        if (!here.find("maximum"))
        {
            _writer.Key("maximum");
            _writer.Uint64(std::numeric_limits<std::uint64_t>::max());
        }
    }

    void keyword(const std::string& key, const Value& value, std::size_t depth)
    {
        const auto kind = valueOf(key);
        if (kind == KeywordValue::Foreign || !fits(kind, value) || (depth == 0 && _leftOut.count(key))) return;
        if (key == "$ref") return reference(value.string_value());
        writeKey(_writer, key);
        switch (kind)
        {
        case KeywordValue::Schema: return writeSchema(value, depth + 1);
        case KeywordValue::SchemaList: return writeSchemas(value.list_value(), depth + 1);
        case KeywordValue::NamedSchemas: return writeNamed(value.struct_value(), depth + 1);
        case KeywordValue::Unknown: return write(value, depth + 1);
        case KeywordValue::Data:
        case KeywordValue::DataList:
        case KeywordValue::NamedNames: return writeValue(_writer, value, depth);
        default: return write(value, depth);
        }
    }

    /// One that leads nowhere, or out of the schema, lets every value fit: so the converter has it.
    void reference(const std::string& to)
    {
        if (!Schema(_root).follow(to)) return;
        writeKey(_writer, "$ref");
        writeText(_writer, _pointer + to.substr(1));
    }

    void writeNamed(const Struct& schemas, std::size_t depth)
    {
        _writer.StartObject();
        for (const auto* entry : sorted(schemas))
        {
            writeKey(_writer, entry->first);
            writeSchema(entry->second, depth + 1);
        }
        _writer.EndObject();
    }

    /// What is no schema lets every value fit.
    void writeSchema(const Value& value, std::size_t depth)
    {
        if (fits(KeywordValue::Schema, value))
            write(value, depth);
        else
            _writer.Bool(true);
    }

    void writeSchemas(const google::protobuf::ListValue& list, std::size_t depth)
    {
        _writer.StartArray();
        for (const auto& item : list.values()) writeSchema(item, depth + 1);
        _writer.EndArray();
    }

    void write(const Value& value, std::size_t depth)
    {
        switch (value.kind_case())
        {
        case Value::kBoolValue: _writer.Bool(value.bool_value()); return;
        case Value::kNumberValue: return writeNumber(_writer, value.number_value());
        case Value::kStringValue: return writeText(_writer, value.string_value());
        case Value::kListValue: return writeList(value.list_value(), depth);
        case Value::kStructValue: return writeObject(value.struct_value(), depth);
        default: _writer.Null();
        }
    }

    void writeList(const google::protobuf::ListValue& list, std::size_t depth)
    {
        _writer.StartArray();
        if (depth <= maxDepth)
            for (const auto& item : list.values()) write(item, depth + 1);
        _writer.EndArray();
    }

    void writeObject(const Struct& schema, std::size_t depth)
    {
        _writer.StartObject();
        if (depth <= maxDepth) members(schema, depth);
        _writer.EndObject();
    }

    JsonWriter& _writer;
    const Struct& _root;
    const std::string _pointer;
    const std::set<std::string_view> _leftOut;
};

} // namespace

void writeCarriedSchema(JsonWriter& writer, const Struct& schema, std::string_view pointer, bool described, bool hasDefault)
{
    std::set<std::string_view> leftOut;
    if (described) leftOut.insert("description");
    if (hasDefault) leftOut.insert("default");
    Carrier(writer, schema, pointer, std::move(leftOut)).write();
}

} // namespace flyte_webhook::flyte
