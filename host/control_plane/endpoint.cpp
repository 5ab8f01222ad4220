#include "endpoint.h"
#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <charconv>
#include <stdexcept>

namespace flyte_webhook::host
{
namespace
{

constexpr std::uint16_t securePort = 443, plainPort = 80;

bool takePrefix(std::string_view& text, std::string_view prefix)
{
    const bool present = text.size() >= prefix.size() &&
                         std::equal(prefix.begin(), prefix.end(), text.begin(),
                                    [](char a, char b) { return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b))); });
    if (present) text.remove_prefix(prefix.size());
    return present;
}

bool isIpv4(const std::string& host)
{
    in_addr address;
    return ::inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool isIpv6(const std::string& host)
{
    in6_addr address;
    return ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool isLabel(std::string_view label)
{
    const auto isInner = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; };
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), isInner);
}

bool isName(std::string_view host)
{
    if (host.size() > 253) return false;
    for (auto dot = host.find('.'); dot != host.npos; dot = host.find('.'))
    {
        if (!isLabel(host.substr(0, dot))) return false;
        host.remove_prefix(dot + 1);
    }
    // A last label of digits alone is an IPv4 address in an unusual form, and each resolver reads it its own way.
    return isLabel(host) && !std::all_of(host.begin(), host.end(), [](unsigned char c) { return std::isdigit(c); });
}

bool isLoopback(const ControlPlaneEndpoint& endpoint)
{
    const auto& host = endpoint.host();
    return host == "localhost" || host == "::1" || (endpoint.isAddress() && host.compare(0, 4, "127.") == 0);
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string printable(std::string_view text)
{
    std::string result(text.substr(0, 200));
    std::replace_if(
        result.begin(), result.end(), [](unsigned char c) { return c < ' ' || c >= 0x7f; }, '?');
    return result;
}

} // namespace

ControlPlaneEndpoint::ControlPlaneEndpoint(std::string_view text, bool plainText)
{
    try
    {
        auto rest = text;
        takeScheme(rest, plainText);
        takePort(rest);
        takeHost(rest);
    }
    catch (const std::invalid_argument& reason)
    {
        throw std::invalid_argument("'" + printable(text) + "' is no endpoint (" + reason.what() +
                                    "); write dns:///host, https://host, http://host:port or host:port");
    }
}

void ControlPlaneEndpoint::takeScheme(std::string_view& text, bool plainText)
{
    _secure = !plainText;
    bool isUrl = true;
    if (takePrefix(text, "https://"))
        _secure = true;
    else if (takePrefix(text, "http://"))
        _secure = false;
    else if (!takePrefix(text, "dns:///"))
        isUrl = false;
    if (isUrl && !text.empty() && text.back() == '/') text.remove_suffix(1);
    if (text.find("://") != text.npos) throw std::invalid_argument("unknown scheme");
    if (text.find('/') != text.npos) throw std::invalid_argument("it has a path");
}

void ControlPlaneEndpoint::takePort(std::string_view& text)
{
    _port = _secure ? securePort : plainPort;
    const auto colon = text.rfind(':');
    const bool bracketed = !text.empty() && text.front() == '[';
    if (colon == text.npos || (bracketed ? text[colon - 1] != ']' : text.find(':') != colon)) return; // none, or an IPv6 address
    const auto digits = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), _port);
    if (error != std::errc() || end != digits.data() + digits.size() || _port == 0)
        throw std::invalid_argument("the port is no number from 1 to 65535");
    _hasPort = true;
    text.remove_suffix(digits.size() + 1);
}

void ControlPlaneEndpoint::takeHost(std::string_view text)
{
    const bool bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
    if (bracketed) text = text.substr(1, text.size() - 2);
    if (!bracketed && text.size() > 1 && text.back() == '.') text.remove_suffix(1);
    if (text.empty()) throw std::invalid_argument("the host is missing");
    _host = lowered(text);
    _isIpv6 = isIpv6(_host);
    _isAddress = _isIpv6 || (!bracketed && isIpv4(_host));
    if (!_isAddress && (bracketed || !isName(_host))) throw std::invalid_argument("the host is neither a name nor an IP address");
}

std::string ControlPlaneEndpoint::authority() const
{
    const auto host = _isIpv6 ? "[" + _host + "]" : _host;
    return _port == (_secure ? securePort : plainPort) ? host : host + ":" + std::to_string(_port);
}

std::string ControlPlaneEndpoint::target() const
{
    // gRPC's own default port is 443 always. Brackets do not stand in the path of an URI, so an IPv6 address goes without a scheme.
    const auto place = _secure || _port != plainPort ? authority() : authority() + ":" + std::to_string(_port);
    return _isIpv6 ? place : "dns:///" + place;
}

bool ControlPlaneEndpoint::isSamePlaceAs(const ControlPlaneEndpoint& own) const
{
    const bool sameHost = _host == own._host || (isLoopback(*this) && isLoopback(own));
    return sameHost && (!_hasPort || _port == own._port);
}

} // namespace flyte_webhook::host
