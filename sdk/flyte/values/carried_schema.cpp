#include "carried_schema.h"
#include "problem.h"
#include "schema.h"
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

/// Copies a schema. What stands under some keys is data, not schema, and under others the keys are names.
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
        if (isUnboundInteger(schema)) bound();
    }

    using Entry = google::protobuf::Map<std::string, Value>::value_type;

    static std::vector<const Entry*> sorted(const Struct& object)
    {
        std::vector<const Entry*> entries;
        for (const auto& entry : object.fields()) entries.push_back(&entry);
        std::sort(entries.begin(), entries.end(), [](const auto* one, const auto* other) { return one->first < other->first; });
        return entries;
    }

    static bool isData(std::string_view key) { return key == "default" || key == "const" || key == "enum" || key == "examples"; }

    static bool holdsNames(std::string_view key)
    {
        return key == "properties" || key == "patternProperties" || key == "$defs" || key == "definitions" || key == "dependentSchemas";
    }

    /// They belong to a document, which the schema is no longer: below an $id references would begin there.
    static bool isOfDocument(std::string_view key) { return key == "$schema" || key == "$id"; }

    static bool isUnboundInteger(const Struct& schema)
    {
        const auto& fields = schema.fields();
        const auto type = fields.find("type");
        return type != fields.end() && type->second.string_value() == "integer" && !fields.count("minimum") && !fields.count("maximum") &&
               !fields.count("exclusiveMinimum") && !fields.count("exclusiveMaximum");
    }

    void bound()
    {
        _writer.Key("minimum");
        _writer.Int64(std::numeric_limits<std::int64_t>::min());
        _writer.Key("maximum");
        _writer.Uint64(std::numeric_limits<std::uint64_t>::max());
    }

    void keyword(const std::string& key, const Value& value, std::size_t depth)
    {
        if (isOfDocument(key) || (depth == 0 && _leftOut.count(key))) return;
        if (key == "$ref") return reference(value.string_value());
        writeKey(_writer, key);
        if (isData(key)) return writeValue(_writer, value, depth);
        if (holdsNames(key) && value.has_struct_value()) return writeNamed(value.struct_value(), depth + 1);
        write(value, depth + 1);
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
            write(entry->second, depth + 1);
        }
        _writer.EndObject();
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
    if (schema.fields().count("type")) return;
    writer.Key("type");
    writer.String("object");
}

} // namespace flyte_webhook::flyte
