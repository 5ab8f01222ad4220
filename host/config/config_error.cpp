#include "config_error.h"
#include "base/utf8.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t longestShown = 80;

/// The places of an URL's user information, which may be a password: from behind "://" to the last @ of its authority.
std::string_view userInformation(std::string_view value)
{
    const auto scheme = value.find("://");
    const auto begin = scheme == value.npos ? 0 : scheme + 3;
    const auto authority = value.substr(begin, value.find_first_of("/?#", begin) - begin);
    const auto at = authority.rfind('@');
    return authority.substr(0, at == authority.npos ? 0 : at);
}

} // namespace

std::string ConfigError::text() const
{
    std::string line;
    for (const auto* part : {&where, &key})
        if (!part->empty()) line += *part + ": ";
    return line + message;
}

std::string shown(std::string_view value)
{
    std::string plain(value);
    if (const auto secret = userInformation(value); !secret.empty())
        plain.replace(static_cast<std::size_t>(secret.data() - value.data()), secret.size(), "...");
    std::string text;
    std::string_view rest = plain;
    while (!rest.empty() && text.size() < longestShown)
    {
        const auto length = std::max<std::size_t>(utf8Length(rest), 1);
        text += controlLength(rest) || !utf8Length(rest) ? "?" : rest.substr(0, length);
        rest.remove_prefix(length);
    }
    return "'" + text + (rest.empty() ? "'" : "...'");
}

} // namespace flyte_webhook::host
