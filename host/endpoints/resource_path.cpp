#include "resource_path.h"
#include <Poco/URI.h>

namespace flyte_webhook::host
{

namespace
{

/// All that could end a segment or be read as a template is escaped; Poco escapes the rest of what RFC 3986 does not leave unreserved.
std::string percentEncoded(const std::string& text)
{
    std::string encoded;
    Poco::URI::encode(text, "#&+/:;=?@", encoded);
    return encoded;
}

} // namespace

std::string resourcePath(const Endpoint& endpoint, const std::vector<std::string>& names)
{
    auto path = endpoint.path;
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        const auto name = "{" + endpoint.parameters[endpoint.guard->parameters[i]].name + "}";
        path.replace(path.find(name), name.size(), percentEncoded(names[i]));
    }
    return path;
}

} // namespace flyte_webhook::host
