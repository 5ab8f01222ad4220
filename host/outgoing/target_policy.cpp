#include "target_policy.h"
#include "outgoing/special_ranges.h"
#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace flyte_webhook::host
{
namespace
{

using namespace outgoing;
using Poco::Net::IPAddress;

/// Lower case, without the dot at the end that only says that the name is complete.
std::string plainName(std::string_view name)
{
    if (!name.empty() && name.back() == '.') name.remove_suffix(1);
    std::string result(name);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

bool isLabel(std::string_view label)
{
    const auto legal = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; };
    return !label.empty() && label.size() <= 63 && std::all_of(label.begin(), label.end(), legal);
}

/// A last label of digits makes it an address in an unusual form, which an entry must not be.
bool isName(std::string_view name)
{
    for (auto dot = name.find('.'); dot != name.npos; dot = name.find('.'))
    {
        if (!isLabel(name.substr(0, dot))) return false;
        name.remove_prefix(dot + 1);
    }
    return isLabel(name) && !std::isdigit(static_cast<unsigned char>(name.front()));
}

/// Only the usual forms: "10" and "127.1" are no addresses here.
std::optional<IPAddress> addressOf(const std::string& text)
{
    in_addr ipv4;
    in6_addr ipv6;
    if (::inet_pton(AF_INET, text.c_str(), &ipv4) == 1) return IPAddress(&ipv4, sizeof ipv4);
    if (::inet_pton(AF_INET6, text.c_str(), &ipv6) == 1) return IPAddress(&ipv6, sizeof ipv6);
    return std::nullopt;
}

std::optional<unsigned> prefixOf(std::string_view digits, unsigned most)
{
    unsigned prefix = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    return whole && prefix <= most ? std::optional(prefix) : std::nullopt;
}

bool endsAtLabel(std::string_view host, std::string_view suffix)
{
    if (host.size() < suffix.size() || host.substr(host.size() - suffix.size()) != suffix) return false;
    return host.size() == suffix.size() || host[host.size() - suffix.size() - 1] == '.';
}

} // namespace

TargetPolicy::TargetPolicy(const std::vector<std::string>& entries)
{
    for (const auto& entry : entries)
        if (!takeNetwork(entry) && !takeSuffix(entry))
            throw std::invalid_argument("'" + entry +
                                        "' is no target; write a host name (example.com, which covers what is below it), an address "
                                        "(127.0.0.1) or a network (10.0.0.0/8)");
}

bool TargetPolicy::takeNetwork(const std::string& entry)
{
    const auto slash = entry.find('/');
    const auto address = addressOf(entry.substr(0, slash));
    if (!address) return false;
    const auto bits = static_cast<unsigned>(address->length()) * 8;
    const auto prefix = slash == entry.npos ? std::optional(bits) : prefixOf(std::string_view(entry).substr(slash + 1), bits);
    if (!prefix) return false;
    _networks.push_back({*address, *prefix});
    return true;
}

bool TargetPolicy::takeSuffix(const std::string& entry)
{
    const auto name = plainName(entry.substr(!entry.empty() && entry.front() == '.' ? 1 : 0));
    if (!isName(name)) return false;
    _suffixes.push_back(name);
    return true;
}

bool TargetPolicy::mayReach(std::string_view host, const IPAddress& address) const
{
    return !isSpecial(address) || mayForward(host, address);
}

bool TargetPolicy::mayForward(std::string_view host, const IPAddress& address) const { return namesAddress(address) || namesHost(host); }

bool TargetPolicy::namesHost(std::string_view host) const
{
    const auto name = plainName(host);
    return std::any_of(_suffixes.begin(), _suffixes.end(), [&](const auto& suffix) { return endsAtLabel(name, suffix); });
}

bool TargetPolicy::namesAddress(const IPAddress& address) const
{
    const auto plain = plainAddress(address);
    return std::any_of(_networks.begin(), _networks.end(),
                       [&](const auto& network)
                       { return isWithin(plain, network.address, network.prefix) || isWithin(address, network.address, network.prefix); });
}

} // namespace flyte_webhook::host
