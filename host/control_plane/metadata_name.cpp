#include "metadata_name.h"
#include <algorithm>
#include <array>
#include <cctype>

namespace flyte_webhook::host
{
namespace
{

bool startsWith(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

bool endsWith(std::string_view text, std::string_view suffix)
{
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

bool isKept(std::string_view name)
{
    constexpr std::array<std::string_view, 14> kept{
        "accept-encoding",  "connection", "content-encoding", "content-length",    "content-type", "expect",    "host", "keep-alive",
        "proxy-connection", "te",         "trailer",          "transfer-encoding", "upgrade",      "user-agent"};
    return startsWith(name, "grpc-") || startsWith(name, "connect-") || endsWith(name, "-bin") ||
           std::find(kept.begin(), kept.end(), name) != kept.end();
}

} // namespace

bool isMetadataName(std::string_view name)
{
    const auto isLegal = [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '-' || c == '_' || c == '.'; };
    return !name.empty() && std::all_of(name.begin(), name.end(), isLegal) && !isKept(name);
}

bool isMetadataValue(std::string_view value)
{
    return std::all_of(value.begin(), value.end(), [](unsigned char c) { return c >= 0x20 && c <= 0x7e; });
}

} // namespace flyte_webhook::host
