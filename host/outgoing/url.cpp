#include "url.h"
#include "outgoing/outgoing_failure.h"
#include <algorithm>
#include <cctype>
#include <charconv>

namespace flyte_webhook::host::outgoing
{
namespace
{

constexpr std::size_t maxUrl = 16 * 1024;

[[noreturn]] void refuse(const char* reason) { throw OutgoingFailure(FW_HTTP_REFUSED, std::string("the URL cannot be used: ") + reason); }

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

bool isVisible(unsigned char c) { return c > 0x20 && c < 0x7f && c != '\\'; }

bool isHostCharacter(unsigned char c) { return std::isalnum(c) || c == '.' || c == '-' || c == '_'; }

bool isIpv6Character(unsigned char c) { return std::isxdigit(c) || c == ':' || c == '.'; }

} // namespace

Url::Url(std::string_view text)
{
    if (text.size() > maxUrl) refuse("it is too long");
    if (!std::all_of(text.begin(), text.end(), isVisible)) refuse("it holds a space, a backslash, a control or a non-ASCII character");
    takeScheme(text);
    text = text.substr(0, text.find('#'));
    const auto authority = text.substr(0, text.find_first_of("/?"));
    takeAuthority(authority);
    text.remove_prefix(authority.size());
    _target = (text.empty() || text.front() == '?' ? "/" : "") + std::string(text);
}

void Url::takeScheme(std::string_view& text)
{
    const auto end = text.find("://");
    const auto scheme = end == text.npos ? std::string() : lowered(text.substr(0, end));
    if (scheme != "http" && scheme != "https") refuse("it must begin with http:// or https://");
    _secure = scheme == "https";
    text.remove_prefix(end + 3);
}

void Url::takeAuthority(std::string_view authority)
{
    if (authority.find('@') != authority.npos) refuse("it must not hold a user name or password");
    _bracketed = !authority.empty() && authority.front() == '[';
    const auto end = _bracketed ? authority.find(']') : authority.find(':');
    const auto host = authority.substr(_bracketed ? 1 : 0, end == authority.npos ? end : end - (_bracketed ? 1 : 0));
    const auto legal = _bracketed ? isIpv6Character : isHostCharacter;
    if (host.empty() || (_bracketed && end == authority.npos) || !std::all_of(host.begin(), host.end(), legal))
        refuse("its host is neither a name nor an IP address");
    _host = lowered(host);
    authority.remove_prefix(end == authority.npos ? authority.size() : end + (_bracketed ? 1 : 0));
    takePort(authority);
}

/// `rest` is what stands after the host: nothing or a colon and the digits.
void Url::takePort(std::string_view rest)
{
    _port = _secure ? 443 : 80;
    if (rest.empty()) return;
    const auto digits = rest.substr(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), _port);
    if (rest.front() != ':' || error != std::errc() || end != digits.data() + digits.size() || _port == 0)
        refuse("its port is no number from 1 to 65535");
}

std::string Url::hostHeader() const
{
    const auto host = _bracketed ? "[" + _host + "]" : _host;
    return _port == (_secure ? 443 : 80) ? host : host + ":" + std::to_string(_port);
}

} // namespace flyte_webhook::host::outgoing
