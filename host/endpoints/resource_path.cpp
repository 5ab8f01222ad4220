#include "resource_path.h"

namespace flyte_webhook::host
{

namespace
{

/// RFC 3986, section 2.3: all else is escaped, so that a name can be neither a path nor a template.
std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF", others = "-._~";
    std::string encoded;
    for (const char c : text)
    {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.find(c) != others.npos;
        if (plain)
            encoded += c;
        else
            (encoded += '%') += {digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]};
    }
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
