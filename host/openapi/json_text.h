#pragma once
#include <flyte_webhook/plugin/json.h>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// The text of a JSON object that `fill(JsonObject&)` writes.
template <typename Fill> std::string jsonObject(Fill fill)
{
    rapidjson::StringBuffer buffer;
    JsonWriter writer(buffer);
    {
        JsonObject object(writer);
        fill(object);
    }
    return {buffer.GetString(), buffer.GetSize()};
}

/// The text of a JSON array of values that are JSON text already.
inline std::string jsonArray(const std::vector<std::string>& values)
{
    std::string text;
    for (const auto& value : values) text += (text.empty() ? "" : ",") + value;
    return "[" + text + "]";
}

/// A schema for what any of the schemas takes.
inline std::string anyOf(const std::vector<std::string>& schemas)
{
    return schemas.size() == 1 ? schemas.front() : R"({"anyOf":)" + jsonArray(schemas) + "}";
}

/// Writes a value that is JSON text already.
inline void writeJson(JsonWriter& writer, std::string_view json) { writer.RawValue(json.data(), json.size(), rapidjson::kObjectType); }

/// Writes a text under a key, unless it is empty.
inline void textUnlessEmpty(JsonObject& object, std::string_view key, std::string_view text)
{
    if (!text.empty()) object.field(key, text);
}

} // namespace flyte_webhook::host
