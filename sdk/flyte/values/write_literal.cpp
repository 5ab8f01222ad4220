#include "flyteidl2/core/interface.pb.h"
#include "flyteidl2/task/common.pb.h"
#include "problem.h"
#include "write.h"
#include <algorithm>
#include <flyte_webhook/flyte/values.h>
#include <unordered_map>
#include <vector>

namespace flyte_webhook::flyte
{

namespace
{

void writeCollection(JsonWriter& writer, const Literal& literal, const LiteralType* type, std::size_t depth)
{
    const auto* element = type && type->has_collection_type() ? &type->collection_type() : nullptr;
    writer.StartArray();
    for (const auto& item : literal.collection().literals()) writeLiteralAt(writer, item, element, depth + 1);
    writer.EndArray();
}

void writeMap(JsonWriter& writer, const Literal& literal, const LiteralType* type, std::size_t depth)
{
    const auto* element = type && type->has_map_value_type() ? &type->map_value_type() : nullptr;
    std::vector<std::pair<std::string_view, const Literal*>> sorted;
    sorted.reserve(literal.map().literals().size());
    for (const auto& entry : literal.map().literals()) sorted.emplace_back(entry.first, &entry.second);
    std::sort(sorted.begin(), sorted.end());
    writer.StartObject();
    for (const auto& [key, value] : sorted)
    {
        writeKey(writer, key);
        writeLiteralAt(writer, *value, element, depth + 1);
    }
    writer.EndObject();
}

void writeOffloaded(JsonWriter& writer, const Literal& literal)
{
    writer.StartObject();
    writeKey(writer, "uri");
    writeText(writer, literal.offloaded_metadata().uri());
    writeKey(writer, "size_bytes");
    writer.Uint64(literal.offloaded_metadata().size_bytes());
    writer.EndObject();
}

/// Nothing at all, or a kind of value that this version does not know.
void writeUnknown(JsonWriter& writer, const Literal& literal)
{
    const auto bytes = literal.SerializeAsString();
    bytes.empty() ? static_cast<void>(writer.Null()) : writeUnshowable(writer, "literal", bytes);
}

template <typename Named> void writeNamed(JsonWriter& writer, const Named& named, const core::VariableMap* types)
{
    std::unordered_map<std::string_view, const LiteralType*> declared;
    if (types)
        for (const auto& variable : types->variables()) declared[variable.key()] = &variable.value().type();
    writer.StartObject();
    for (const auto& literal : named.literals())
    {
        const auto type = declared.find(literal.name());
        writeKey(writer, literal.name());
        writeLiteral(writer, literal.value(), type == declared.end() ? nullptr : type->second);
    }
    writer.EndObject();
}

} // namespace

void writeLiteralAt(JsonWriter& writer, const Literal& literal, const LiteralType* type, std::size_t depth)
{
    if (depth > maxDepth) return writeUnshowable(writer, "literal", literal.SerializeAsString());
    switch (literal.value_case())
    {
    case Literal::kScalar: return writeScalar(writer, literal, type, depth);
    case Literal::kCollection: return writeCollection(writer, literal, type, depth);
    case Literal::kMap: return writeMap(writer, literal, type, depth);
    case Literal::kOffloadedMetadata: return writeOffloaded(writer, literal);
    default: return writeUnknown(writer, literal);
    }
}

void writeLiteral(JsonWriter& writer, const core::Literal& literal, const core::LiteralType* type)
{
    writeLiteralAt(writer, literal, type, 0);
}

void writeLiterals(JsonWriter& writer, const task::Inputs& inputs, const core::VariableMap* types) { writeNamed(writer, inputs, types); }

void writeLiterals(JsonWriter& writer, const task::Outputs& outputs, const core::VariableMap* types) { writeNamed(writer, outputs, types); }

} // namespace flyte_webhook::flyte
