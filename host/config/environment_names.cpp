#include "environment_names.h"
#include "value_forms.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// "..._PORT_8080_TCP", with or without _PROTO, _PORT or _ADDR behind it.
bool isPortVariable(std::string_view name)
{
    for (const char* end : {"_PROTO", "_PORT", "_ADDR"})
        if (endsWith(name, end)) name.remove_suffix(std::string_view(end).size());
    const auto protocol = name.rfind('_');
    if (protocol == name.npos) return false;
    const auto kind = name.substr(protocol + 1);
    if (kind != "TCP" && kind != "UDP" && kind != "SCTP") return false;
    const auto rest = name.substr(0, protocol);
    const auto digits = rest.find_last_not_of("0123456789");
    return digits != rest.npos && digits + 1 < rest.size() && endsWith(rest.substr(0, digits + 1), "_PORT_");
}

} // namespace

std::string environmentName(std::string_view section, std::string_view key)
{
    auto name = std::string(environmentPrefix) + upperCase(section) + "_" + upperCase(key);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return name;
}

bool isServiceVariable(std::string_view name, std::string_view value)
{
    if (endsWith(name, "_SERVICE_HOST") || endsWith(name, "_SERVICE_PORT") || name.find("_SERVICE_PORT_") != name.npos) return true;
    if (isPortVariable(name)) return true;
    const auto scheme = value.substr(0, std::min(value.find("://"), value.size()));
    return endsWith(name, "_PORT") && scheme.size() < value.size() && (scheme == "tcp" || scheme == "udp" || scheme == "sctp");
}

} // namespace flyte_webhook::host
