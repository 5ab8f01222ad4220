#include "descriptions.h"
#include <cppunit/TestAssert.h>
#include <flyte_webhook/plugin/bytes.h>
#include <fstream>
#include <rapidjson/document.h>
#include <set>
#include <stdexcept>

using flyte_webhook::toString;

namespace
{

/// All members are always there, in each of the forms that there are.
void checkMembers(const std::string& where, const rapidjson::Value& schema)
{
    CPPUNIT_ASSERT_MESSAGE(where, schema.HasMember("properties") && schema.HasMember("required"));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(where, schema["properties"].MemberCount(), schema["required"].Size());
    for (const auto& name : schema["required"].GetArray()) CPPUNIT_ASSERT_MESSAGE(where, schema["properties"].HasMember(name));
}

/// A success has an example; that of an error may be its help.
bool hasExample(const rapidjson::Value& schema) { return schema.HasMember("examples") && !schema["examples"].GetArray().Empty(); }

void checkSchema(const std::string& where, const fw_reply& reply)
{
    CPPUNIT_ASSERT_MESSAGE(where + " has no help", reply.help.size > 0);
    rapidjson::Document schema;
    schema.Parse(reply.schema.data, reply.schema.size);
    CPPUNIT_ASSERT_MESSAGE(where + " has no JSON schema", !schema.HasParseError() && schema.IsObject());
    CPPUNIT_ASSERT_MESSAGE(where + " has no example", reply.status >= 400 || hasExample(schema));
    if (schema.HasMember("$defs"))
        for (const auto& form : schema["$defs"].GetObject()) checkMembers(where, form.value);
    else if (schema.HasMember("type")) // else any JSON: what another service answers
        checkMembers(where, schema);
}

/// Each setting stands in the group's shipped drop-in, with its fallback, and nothing else does.
void checkDropIn(const fw_plugin_table& table)
{
    std::multiset<std::string> declared, shipped;
    for (std::size_t i = 0; i < table.setting_count; ++i)
    {
        const auto fallback = toString(table.settings[i]->fallback);
        declared.insert("# " + toString(table.settings[i]->key) + " =" + (fallback.empty() ? "" : " " + fallback));
    }
    std::ifstream file(DROP_INS "/" + toString(table.name) + ".ini");
    for (std::string line; std::getline(file, line);)
        if (line.find(" =") != std::string::npos) shipped.insert(line);
    CPPUNIT_ASSERT_MESSAGE("conf/conf.d/" + toString(table.name) + ".ini and the plugin differ", declared == shipped);
}

} // namespace

std::string endpointsOf(const fw_plugin_table& table)
{
    std::string lines;
    for (std::size_t i = 0; i < table.endpoint_count; ++i)
    {
        const auto& endpoint = *table.endpoints[i];
        lines += toString(endpoint.id) + " " + toString(endpoint.method) + " " + toString(endpoint.path) + (endpoint.open ? " open" : "") +
                 (endpoint.guard ? " guarded" : "") + "\n";
    }
    return lines;
}

std::string parametersOf(const fw_plugin_table& table, const std::string& id)
{
    static const char* const places[] = {"", "path", "query", "body", "either"};
    static const char* const types[] = {"", "string", "integer", "number", "boolean", "list", "object"};
    std::string lines;
    for (std::size_t i = 0; i < table.endpoint_count; ++i)
    {
        const auto& endpoint = *table.endpoints[i];
        if (toString(endpoint.id) != id) continue;
        for (std::size_t j = 0; j < endpoint.parameter_count; ++j)
        {
            const auto& p = *endpoint.parameters[j];
            lines += toString(p.name) + " " + places[p.place] + " " + types[p.type] + (p.required ? "!" : "") +
                     (p.has_fallback ? " = " + toString(p.fallback) : "") + "\n";
        }
        return lines;
    }
    throw std::logic_error("no endpoint " + id);
}

void checkDocumentation(const fw_plugin_table& table)
{
    checkDropIn(table);
    CPPUNIT_ASSERT(table.summary.size > 0);
    for (std::size_t i = 0; i < table.endpoint_count; ++i)
    {
        const auto& endpoint = *table.endpoints[i];
        const auto id = toString(endpoint.id);
        CPPUNIT_ASSERT_MESSAGE(id, endpoint.summary.size > 0 && endpoint.reply_count > 0);
        for (std::size_t j = 0; j < endpoint.parameter_count; ++j)
            CPPUNIT_ASSERT_MESSAGE(id + " " + toString(endpoint.parameters[j]->name), endpoint.parameters[j]->help.size > 0);
        for (std::size_t j = 0; j < endpoint.reply_count; ++j)
            checkSchema(id + " " + std::to_string(endpoint.replies[j]->status), *endpoint.replies[j]);
        if (endpoint.body == FW_BODY_OBJECT) CPPUNIT_ASSERT_MESSAGE(id, endpoint.body_help.size > 0 && endpoint.body_schema.size > 0);
    }
}
