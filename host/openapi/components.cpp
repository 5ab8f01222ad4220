#include "components.h"
#include "endpoints/text_forms.h"
#include "openapi/json_text.h"
#include "openapi/schema_references.h"
#include <flyte_webhook/plugin/json_reader.h>

namespace flyte_webhook::host
{

namespace
{

constexpr std::string_view errorSchema = R"({"type":"object","description":"What is wrong.","required":["detail"],)"
                                         R"("properties":{"detail":{"type":"string","description":"for people to read"}}})";

// The names and the shape are those that clients of FastAPI know.
constexpr std::string_view validationErrorSchema =
    R"({"type":"object","description":"One thing that is wrong with a request.","required":["type","loc","msg"],"properties":{)"
    R"("type":{"type":"string","description":"a stable word","examples":["missing"]},)"
    R"("loc":{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"integer"}]},)"
    R"("description":"where: path, query or body, then names, and places in a list","examples":[["query","path"]]},)"
    R"("msg":{"type":"string","description":"for people to read","examples":["Field required"]},)"
    R"("input":{"description":"what came; null when it is long"},)"
    R"("ctx":{"type":"object","description":"more about it"}}})";

constexpr std::string_view validationErrorsSchema =
    R"({"type":"object","description":"Everything that is wrong with a request's parameters and body.","required":["detail"],)"
    R"("properties":{"detail":{"type":"array","items":{"$ref":"#/components/schemas/ValidationError"}}},)"
    R"("examples":[{"detail":[{"type":"missing","loc":["query","path"],"msg":"Field required","input":null}]}]})";

std::string reference(const std::string& name)
{
    return jsonObject([&](JsonObject& object) { object.field("$ref", "#/components/schemas/" + name); });
}

std::string moved(std::string_view schema, const std::string& name)
{
    auto document = parseJson(schema).value(); // it has been checked
    moveReferences(document, "#/components/schemas/" + name, document.GetAllocator());
    return toJson(document);
}

} // namespace

std::string Components::add(const std::string& name, std::string_view schema)
{
    for (int number = 1;; ++number)
    {
        const auto numbered = number == 1 ? name : name + std::to_string(number);
        auto text = moved(schema, numbered);
        const auto [place, isNew] = _schemas.try_emplace(numbered, text);
        if (isNew || place->second == text) return reference(numbered);
    }
}

std::string Components::error()
{
    _schemas.try_emplace("Error", errorSchema);
    return reference("Error");
}

std::string Components::validationError()
{
    _schemas.try_emplace("ValidationError", validationErrorSchema);
    _schemas.try_emplace("HTTPValidationError", validationErrorsSchema);
    return reference("HTTPValidationError");
}

bool Components::isError(std::string_view schema)
{
    auto document = parseJson(schema).value(); // it has been checked
    document.RemoveMember("examples");
    return toJson(document) == R"({"type":"object","required":["detail"],"properties":{"detail":{"type":"string"}}})";
}

void Components::writeTo(JsonObject& schemas) const
{
    for (const auto& [name, schema] : _schemas) writeJson(schemas.key(name), schema);
}

std::string schemaName(std::string_view id)
{
    std::string name;
    bool begins = true;
    for (const char c : id)
    {
        if (c != '_') name += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        begins = c == '_';
    }
    return name;
}

} // namespace flyte_webhook::host
