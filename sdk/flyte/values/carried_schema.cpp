#include "carried_schema.h"
#include "problem.h"
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

/// Copies a schema; what stands under these keys is data, not schema.
class Carrier
{
public:
    /// `leftOut`: keys of the schema itself.
    Carrier(JsonWriter& writer, std::string_view pointer, std::set<std::string_view> leftOut)
        : _writer(writer), _pointer(pointer), _leftOut(std::move(leftOut))
    {
    }

    void members(const Struct& schema, std::size_t depth)
    {
        for (const auto* entry : sorted(schema)) member(entry->first, entry->second, depth);
        if (isUnboundInteger(schema)) bound();
    }

private:
    using Entry = google::protobuf::Map<std::string, Value>::value_type;

    static std::vector<const Entry*> sorted(const Struct& object)
    {
        std::vector<const Entry*> entries;
        for (const auto& entry : object.fields()) entries.push_back(&entry);
        std::sort(entries.begin(), entries.end(), [](const auto* one, const auto* other) { return one->first < other->first; });
        return entries;
    }

    static bool isData(std::string_view key) { return key == "default" || key == "const" || key == "enum" || key == "examples"; }

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

    void member(const std::string& key, const Value& value, std::size_t depth)
    {
        if (depth == 0 && _leftOut.count(key)) return;
        writeKey(_writer, key);
        const auto& text = value.string_value();
        if (!_data && key == "$ref" && text.substr(0, 1) == "#") return writeText(_writer, _pointer + text.substr(1));
        const auto data = std::exchange(_data, _data || isData(key));
        write(value, depth + 1);
        _data = data;
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

    void writeObject(const Struct& object, std::size_t depth)
    {
        _writer.StartObject();
        if (depth <= maxDepth) _data ? plainMembers(object, depth) : members(object, depth);
        _writer.EndObject();
    }

    void plainMembers(const Struct& object, std::size_t depth)
    {
        for (const auto* entry : sorted(object)) member(entry->first, entry->second, depth);
    }

    JsonWriter& _writer;
    const std::string _pointer;
    const std::set<std::string_view> _leftOut;
    bool _data = false;
};

} // namespace

void writeCarriedSchema(JsonWriter& writer, const Struct& schema, std::string_view pointer, bool described, bool hasDefault)
{
    std::set<std::string_view> leftOut{"$schema", "$id"}; // of a document, which it is no longer
    if (described) leftOut.insert("description");
    if (hasDefault) leftOut.insert("default");
    Carrier(writer, pointer, std::move(leftOut)).members(schema, 0);
    if (schema.fields().count("type")) return;
    writer.Key("type");
    writer.String("object");
}

} // namespace flyte_webhook::flyte
