#include "security_schemes.h"
#include "openapi/json_text.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

std::string bearer()
{
    return jsonObject(
        [](JsonObject& scheme)
        {
            scheme.field("type", "http").field("scheme", "bearer");
            scheme.field("description", "The token that the control plane knows the caller by.");
        });
}

std::string key(const char* place, const std::string& name, const std::string& description)
{
    return jsonObject([&](JsonObject& scheme)
                      { scheme.field("type", "apiKey").field("in", place).field("name", name).field("description", description); });
}

/// What a component may be called; a header's name has more characters to choose from.
std::string componentName(std::string header)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
    std::replace_if(
        header.begin(), header.end(), [&](char c) { return !fits(c); }, '_');
    return header;
}

} // namespace

SecuritySchemes::SecuritySchemes(const std::vector<std::string>& headers)
{
    for (const auto& header : headers)
    {
        if (header == "authorization")
            _schemes.push_back({"bearer", bearer()});
        else if (header == "cookie")
            _schemes.push_back({"cookie", key("cookie", "session", "The cookies of a browser that is signed in, whatever their names.")});
        else
            _schemes.push_back({componentName(header), key("header", header, "A header that the control plane knows the caller by.")});
    }
}

void SecuritySchemes::writeTo(JsonObject& schemes) const
{
    for (const auto& scheme : _schemes) writeJson(schemes.key(scheme.name), scheme.json);
}

void SecuritySchemes::writeRequirementTo(JsonArray& security) const
{
    for (const auto& scheme : _schemes) security.object().array(scheme.name);
}

} // namespace flyte_webhook::host
