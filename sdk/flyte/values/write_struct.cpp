#include "exact_double.h"
#include "problem.h"
#include "write.h"
#include <algorithm>
#include <cmath>
#include <vector>

namespace flyte_webhook::flyte
{

using google::protobuf::Struct;
using google::protobuf::Value;

namespace
{

void writeList(JsonWriter& writer, const google::protobuf::ListValue& list, std::size_t depth)
{
    writer.StartArray();
    for (const auto& item : list.values()) writeValue(writer, item, depth);
    writer.EndArray();
}

} // namespace

void writeNumber(JsonWriter& writer, double number)
{
    if (std::trunc(number) == number && std::abs(number) <= endOfExact)
        writer.Int64(static_cast<std::int64_t>(number));
    else
        writeDouble(writer, number);
}

void writeValue(JsonWriter& writer, const Value& value, std::size_t depth)
{
    if (depth > maxDepth) return writeUnshowable(writer, "generic", value.SerializeAsString());
    switch (value.kind_case())
    {
    case Value::kNumberValue: return writeNumber(writer, value.number_value());
    case Value::kStringValue: return writeText(writer, value.string_value());
    case Value::kBoolValue: writer.Bool(value.bool_value()); return;
    case Value::kStructValue: return writeStruct(writer, value.struct_value(), depth + 1);
    case Value::kListValue: return writeList(writer, value.list_value(), depth + 1);
    default: writer.Null();
    }
}

void writeStruct(JsonWriter& writer, const Struct& value, std::size_t depth)
{
    std::vector<std::pair<std::string_view, const Value*>> sorted;
    sorted.reserve(value.fields().size());
    for (const auto& entry : value.fields()) sorted.emplace_back(entry.first, &entry.second);
    std::sort(sorted.begin(), sorted.end());
    writer.StartObject();
    for (const auto& [key, field] : sorted)
    {
        writeKey(writer, key);
        writeValue(writer, *field, depth + 1);
    }
    writer.EndObject();
}

} // namespace flyte_webhook::flyte
