#include "parameter_schema.h"
#include "endpoints/text_forms.h"
#include "openapi/json_text.h"
#include <flyte_webhook/plugin/json_reader.h>

namespace flyte_webhook::host
{

namespace
{

/// What the host asks of every path segment.
constexpr std::string_view anySegment = R"(^[^\u0000-\u001f\u007f-\u009f]+$)";

void writeType(JsonObject& schema, const Parameter& parameter)
{
    schema.field("type", typeName(parameter.type));
    if (parameter.type == FW_INTEGER) schema.field("format", "int64");
}

/// The declared keywords, but for those that the type has said.
void writeKeywords(JsonObject& schema, const Parameter& parameter)
{
    const auto declared = parseJson(parameter.schema.empty() ? "{}" : parameter.schema).value(); // it has been checked
    for (const auto& keyword : declared.GetObject())
    {
        const std::string_view name(keyword.name.GetString(), keyword.name.GetStringLength());
        if (name != "type" && name != "default") writeJson(schema.key(name), toJson(keyword.value));
    }
    if (parameter.type == FW_OBJECT && !declared.HasMember("additionalProperties")) schema.field("additionalProperties", true);
    if (parameter.type == FW_STRING_LIST && !declared.HasMember("items")) schema.object("items").field("type", "string");
    if (parameter.place == FW_PATH && !declared.HasMember("pattern")) schema.field("pattern", anySegment);
}

void writeFallback(JsonObject& schema, const Parameter& parameter)
{
    if (!parameter.fallback) return;
    if (parameter.type == FW_STRING)
        schema.field("default", *parameter.fallback);
    else
        writeJson(schema.key("default"), *parameter.fallback);
}

std::string valueSchema(const Parameter& parameter)
{
    return jsonObject(
        [&](JsonObject& schema)
        {
            writeType(schema, parameter);
            writeKeywords(schema, parameter);
        });
}

} // namespace

bool isShownInQuery(const Parameter& parameter)
{
    return parameter.place == FW_QUERY || (parameter.place == FW_QUERY_OR_BODY && parameter.type != FW_STRING_LIST);
}

std::string parameterSchema(const Parameter& parameter)
{
    return jsonObject(
        [&](JsonObject& schema)
        {
            writeType(schema, parameter);
            writeKeywords(schema, parameter);
            writeFallback(schema, parameter);
        });
}

std::string bodyKeySchema(const Parameter& parameter)
{
    return jsonObject(
        [&](JsonObject& schema)
        {
            textUnlessEmpty(schema, "description", parameter.help);
            std::vector<std::string> choices{valueSchema(parameter)};
            if (!parameter.required) choices.emplace_back(R"({"type":"null"})");
            writeJson(schema.key("anyOf"), jsonArray(choices));
            writeFallback(schema, parameter);
        });
}

} // namespace flyte_webhook::host
