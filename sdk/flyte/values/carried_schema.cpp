#include "carried_schema.h"
#include "problem.h"
#include "schema.h"
#include "schema_keyword.h"
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace flyte_webhook::flyte
{

using google::protobuf::Struct;
using google::protobuf::Value;

namespace
{

bool has(const std::vector<std::string_view>& types, std::string_view type)
{
    return std::find(types.begin(), types.end(), type) != types.end();
}

/// Copies a schema, without the keywords that do not count. What stands under some is data, and under others the keys are names.
class Carrier
{
public:
    /// `leftOut`: keys of the schema itself.
    Carrier(JsonWriter& writer, const Struct& root, std::string_view pointer, std::set<std::string_view> leftOut, std::size_t& room)
        : _writer(writer), _root(root), _pointer(pointer), _leftOut(std::move(leftOut)), _room(room)
    {
    }

    /// The converter takes objects alone where a value begins. Where the schema takes more, and stands inside itself, it is kept as it is
    /// for there.
    void write()
    {
        const auto types = Schema(_root).types();
        const bool takesObjects = types.empty() || has(types, "object");
        if (takesObjects && types.size() != 1 && refersToWhole(_root)) return writeInside(types);
        members(_root, Schema(_root), takesObjects ? Types{"object"} : types, 0);
        if (!takesObjects) raw("not", "{}");
    }

private:
    using Types = std::vector<std::string_view>;

    bool refersToWhole(const Struct& schema) const
    {
        if (const Schema here(_root, schema); here.text("$ref") == "#" && here.referred()) return true;
        return std::any_of(schema.fields().begin(), schema.fields().end(),
                           [this](const auto& entry) { return refersToWhole(entry.second); });
    }

    bool refersToWhole(const Value& value) const
    {
        const auto& items = value.list_value().values();
        return refersToWhole(value.struct_value()) ||
               std::any_of(items.begin(), items.end(), [this](const Value& item) { return refersToWhole(item); });
    }

    void writeInside(const Types& types)
    {
        _pointer += "/allOf/0";
        raw("type", "\"object\"");
        _writer.Key("allOf");
        _writer.StartArray();
        _writer.StartObject();
        members(_root, Schema(_root), types, 1);
        _writer.EndObject();
        _writer.EndArray();
    }

    void members(const Struct& schema, const Schema& here, const Types& types, std::size_t depth)
    {
        for (const auto* entry : sorted(schema))
            if (isShown(here, entry->first, depth)) keyword(here, entry->first, entry->second, depth);
        if (!types.empty()) writeTypes(types);
        if (!has(types, "integer") || has(types, "number")) return;
        if (!here.number("minimum")) raw("minimum", "-9223372036854775808");
        if (!here.number("maximum")) raw("maximum", "18446744073709551615");
    }

    bool isShown(const Schema& here, const std::string& key, std::size_t depth) const
    {
        if (key == "type" || (depth == 0 && _leftOut.count(key))) return false;
        return here.find(key.c_str()) || (key == "enum" && here.memberNames() && !here.mentions("examples"));
    }

    void raw(const char* key, std::string_view json)
    {
        _writer.Key(key);
        _writer.RawValue(json.data(), json.size(), rapidjson::kObjectType);
    }

    using Entry = google::protobuf::Map<std::string, Value>::value_type;

    static std::vector<const Entry*> sorted(const Struct& object)
    {
        std::vector<const Entry*> entries;
        for (const auto& entry : object.fields()) entries.push_back(&entry);
        std::sort(entries.begin(), entries.end(), [](const auto* one, const auto* other) { return one->first < other->first; });
        return entries;
    }

    /// The types that the converter goes by, also where other keywords tell them.
    void writeTypes(const Types& types)
    {
        _writer.Key("type");
        if (types.size() == 1) return writeText(_writer, types.front());
        _writer.StartArray();
        for (const auto type : types) writeText(_writer, type);
        _writer.EndArray();
    }

    void keyword(const Schema& here, const std::string& key, const Value& value, std::size_t depth)
    {
        if (key == "$ref") return here.referred() ? reference(value.string_value()) : void();
        writeKey(_writer, shownAs(key, here));
        switch (valueOf(key))
        {
        case KeywordValue::Schema: return key == "additionalProperties" ? write(value, depth + 1) : writeSchema(value, depth + 1);
        case KeywordValue::SchemaList: return writeSchemas(value.list_value(), depth + 1);
        case KeywordValue::NamedSchemas: return writeNamed(value.struct_value(), holdsDefinitions(key), depth + 1);
        case KeywordValue::Unknown: return write(value, depth + 1);
        default: return writeValue(_writer, value, depth);
        }
    }

    static std::string_view shownAs(const std::string& key, const Schema& here)
    {
        if (key == "oneOf") return "anyOf"; // whether others fit as well is not looked at
        return key == "enum" && here.memberNames() ? "examples" : std::string_view(key);
    }

    /// Each is longer than its author wrote it by the way to this schema, which holds names of any length.
    void reference(const std::string& within)
    {
        if (_pointer.size() > _room) return;
        _room -= _pointer.size();
        writeKey(_writer, "$ref");
        writeText(_writer, _pointer + within.substr(1));
    }

    void writeNamed(const Struct& schemas, bool defined, std::size_t depth)
    {
        _writer.StartObject();
        for (const auto* entry : sorted(schemas))
        {
            writeKey(_writer, entry->first);
            if (entry->second.has_struct_value())
                writeObject(entry->second.struct_value(), depth + 1, defined);
            else
                writeSchema(entry->second, depth + 1);
        }
        _writer.EndObject();
    }

    /// What is no schema lets every value fit. A boolean is written as an object that says the same: many readers of OpenAPI know a boolean
    /// as `additionalProperties` alone.
    void writeSchema(const Value& value, std::size_t depth)
    {
        if (value.has_struct_value()) return write(value, depth);
        const bool never = value.kind_case() == Value::kBoolValue && !value.bool_value();
        const std::string_view json = never ? R"({"not":{}})" : "{}";
        _writer.RawValue(json.data(), json.size(), rapidjson::kObjectType);
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

    void writeObject(const Struct& schema, std::size_t depth, bool defined = false)
    {
        _writer.StartObject();
        if (const Schema here(_root, schema, defined); depth <= maxDepth) members(schema, here, here.types(), depth);
        _writer.EndObject();
    }

    JsonWriter& _writer;
    const Struct& _root;
    std::string _pointer;
    const std::set<std::string_view> _leftOut;
    std::size_t& _room;
};

} // namespace

void writeCarriedSchema(JsonWriter& writer, const Struct& schema, std::string_view pointer, bool described, bool hasDefault,
                        std::size_t& room)
{
    std::set<std::string_view> leftOut;
    if (described) leftOut.insert("description");
    if (hasDefault) leftOut.insert("default");
    Carrier(writer, schema, pointer, std::move(leftOut), room).write();
}

} // namespace flyte_webhook::flyte
