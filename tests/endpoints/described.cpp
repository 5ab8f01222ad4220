#include "described.h"
#include <cppunit/TestAssert.h>
#include <rapidjson/document.h>

namespace flyte_webhook::test
{

std::string Described::of(const std::string& query, const std::string& body, const std::string& contentType) const
{
    host::ParameterValues values(_endpoint);
    host::ValidationErrors errors;
    host::bindRest(_endpoint, {query, contentType, body}, values, errors);
    return outcome(values, errors);
}

std::string Described::ofPath(const std::vector<std::string>& segments) const
{
    host::Captures captures;
    for (const auto& segment : segments) captures.segments[captures.count++] = segment;
    host::ParameterValues values(_endpoint);
    host::ValidationErrors errors;
    host::bindPath(_endpoint, captures, values, errors);
    return outcome(values, errors);
}

std::string Described::outcome(const host::ParameterValues& values, const host::ValidationErrors& errors) const
{
    if (!errors.empty())
    {
        const auto body = errors.body();
        rapidjson::Document document;
        CPPUNIT_ASSERT_MESSAGE(body, !document.Parse<rapidjson::kParseValidateEncodingFlag>(body.data(), body.size()).HasParseError());
        const std::string head = R"({"detail":[)";
        CPPUNIT_ASSERT_EQUAL(head, body.substr(0, head.size()));
        return body.substr(head.size() - 1, body.size() - head.size());
    }
    std::string text;
    for (const auto& parameter : _endpoint.parameters)
        if (const auto value = values.find(parameter.name)) text += (text.empty() ? "" : " ") + parameter.name + "=" + std::string(*value);
    return text;
}

std::string error(const std::string& type, const std::string& location, const std::string& message, const std::string& input)
{
    return R"({"type":")" + type + R"(","loc":)" + location + R"(,"msg":")" + message + R"(","input":)" + input + "}";
}

} // namespace flyte_webhook::test
