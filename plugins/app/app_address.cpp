#include "app_address.h"
#include "app_path.h"
#include <algorithm>

namespace flyte_webhook::app
{

namespace
{

constexpr std::string_view http = "http://", https = "https://";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

bool beginsWith(std::string_view text, std::string_view scheme) { return lowered(text.substr(0, scheme.size())) == scheme; }

/// What an URL is made of, without blanks, controls, backslashes and non-ASCII characters, which readers of URLs disagree about.
bool isPlain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
}

/// Lower case, without the port that the scheme has by itself.
std::string plainAuthority(std::string_view authority, bool secure)
{
    const std::string_view own = secure ? ":443" : ":80";
    const bool ends = authority.size() > own.size() && authority.substr(authority.size() - own.size()) == own;
    return lowered(authority.substr(0, authority.size() - (ends ? own.size() : 0)));
}

/// The path with its segments "." and ".." worked out (RFC 3986, section 5.2.4).
std::string withoutDots(std::string_view path)
{
    std::string result;
    while (!path.empty())
    {
        const auto end = std::min(path.find('/', 1), path.size());
        const auto segment = path.substr(0, end);
        const bool last = end == path.size();
        path.remove_prefix(end);
        if (segment == "/..") result.erase(std::min(result.rfind('/'), result.size()));
        if (segment != "/." && segment != "/..")
            result += segment;
        else if (last)
            result += '/';
    }
    return result;
}

/// Whether it begins with a scheme, "name:".
bool hasScheme(std::string_view location)
{
    const auto end = location.find_first_of(":/?");
    return end != location.npos && location[end] == ':';
}

std::string_view pathOf(std::string_view target) { return target.substr(0, target.find('?')); }

} // namespace

std::optional<AppAddress> AppAddress::parse(std::string_view url)
{
    if (!isPlain(url) || !(beginsWith(url, http) || beginsWith(url, https))) return std::nullopt;
    AppAddress address;
    address._secure = beginsWith(url, https);
    const auto scheme = address._secure ? https : http;
    url = url.substr(scheme.size(), url.find_first_of("?#") - scheme.size());
    const auto authority = url.substr(0, url.find('/'));
    auto base = url.substr(authority.size());
    while (!base.empty() && base.back() == '/') base.remove_suffix(1);
    if (authority.empty() || authority.find('@') != authority.npos) return std::nullopt;
    address._origin = std::string(scheme) + std::string(authority);
    address._authority = plainAuthority(authority, address._secure);
    address._base = base;
    return address;
}

std::optional<std::string> AppAddress::redirected(const std::string& url, std::string_view location) const
{
    location = location.substr(0, location.find('#'));
    if (!isPlain(location)) return std::nullopt;
    const auto target = targetOf(url, location);
    if (!target) return std::nullopt;
    const auto path = withoutDots(pathOf(*target));
    if (!isBelow(path)) return std::nullopt;
    return _origin + path + target->substr(pathOf(*target).size());
}

/// The path and query that a location means; nothing when it names another place than the app's host and port.
std::optional<std::string> AppAddress::targetOf(const std::string& url, std::string_view location) const
{
    const auto current = std::string_view(url).substr(_origin.size());
    bool secure = _secure;
    if (beginsWith(location, http) || beginsWith(location, https))
    {
        secure = beginsWith(location, https);
        location.remove_prefix(location.find(':') + 1);
    }
    if (location.substr(0, 2) == "//")
    {
        const auto authority = location.substr(2, location.find_first_of("/?", 2) - 2);
        if (!isOwn(authority, secure)) return std::nullopt;
        location.remove_prefix(2 + authority.size());
        return (location.substr(0, 1) == "/" ? "" : "/") + std::string(location);
    }
    if (hasScheme(location)) return std::nullopt;
    if (location.empty()) return std::string(current);
    if (location.front() == '/') return std::string(location);
    const auto path = pathOf(current);
    if (location.front() == '?') return std::string(path) + std::string(location);
    return std::string(path.substr(0, path.rfind('/') + 1)) + std::string(location);
}

bool AppAddress::isOwn(std::string_view authority, bool secure) const { return plainAuthority(authority, secure) == _authority; }

bool AppAddress::isBelow(std::string_view path) const
{
    try
    {
        requireToStayBelow(path);
    }
    catch (const StrayPath&)
    {
        return false;
    }
    return path.substr(0, _base.size()) == _base && (path.size() == _base.size() || path[_base.size()] == '/');
}

} // namespace flyte_webhook::app
