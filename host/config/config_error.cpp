#include "config_error.h"
#include "base/utf8.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t longestShown = 80;

/// The places of an URL's user information, which may be a password: from behind "://" to the last @ before a query. The host of
/// dns:///host stands where others have a path.
std::string_view userInformation(std::string_view value)
{
    const auto scheme = value.find("://");
    const auto begin = scheme == value.npos ? 0 : scheme + 3;
    const auto place = value.substr(begin, value.find_first_of(scheme == value.npos ? "/?#" : "?#", begin) - begin);
    const auto at = place.rfind('@');
    return place.substr(0, at == place.npos ? 0 : at);
}

/// With a mark in place of each byte that is no UTF-8 and of each control character. Stops at `longest` bytes and takes what it read off
/// the text.
std::string takePrintable(std::string_view& text, std::size_t longest)
{
    std::string plain;
    while (!text.empty() && plain.size() < longest)
    {
        const auto length = std::max<std::size_t>(utf8Length(text), 1);
        plain += controlLength(text) || !utf8Length(text) ? "?" : text.substr(0, length);
        text.remove_prefix(length);
    }
    return plain;
}

/// Names of keys, files and variables are written by others as well.
std::string printable(std::string_view text) { return takePrintable(text, text.npos); }

} // namespace

std::string ConfigError::text() const
{
    std::string line;
    for (const auto* part : {&where, &key})
        if (!part->empty()) line += *part + ": ";
    return printable(line + message);
}

std::string shown(std::string_view value)
{
    std::string plain(value);
    if (const auto secret = userInformation(value); !secret.empty())
        plain.replace(static_cast<std::size_t>(secret.data() - value.data()), secret.size(), "...");
    std::string_view rest = plain;
    const auto text = takePrintable(rest, longestShown);
    return "'" + text + (rest.empty() ? "'" : "...'");
}

} // namespace flyte_webhook::host
