#include "call_result.h"
#include "base/utf8.h"
#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{
namespace
{

constexpr std::size_t maxText = 16 * 1024;
constexpr std::size_t shortestSecret = 8;
constexpr std::size_t maxParts = 512; // a text is searched once for each

using Parts = std::set<std::string_view>;

/// The whole value, and what a server may quote of it: the token without its scheme, a cookie's value without its name.
void addParts(Parts& parts, std::string_view value)
{
    if (!value.empty()) parts.insert(value);
    while (!value.empty() && parts.size() <= maxParts)
    {
        const auto word = value.substr(0, value.find_first_of(" ;,="));
        if (word.size() >= shortestSecret) parts.insert(word);
        value.remove_prefix(std::min(value.size(), word.size() + 1));
    }
}

/// Which bytes of the text belong to a part.
std::vector<bool> secretsIn(std::string_view text, const Parts& parts)
{
    std::vector<bool> secret(text.size());
    for (const auto part : parts)
        for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
            std::fill_n(secret.begin() + static_cast<std::ptrdiff_t>(at), part.size(), true);
    return secret;
}

std::string masked(std::string_view text, const std::vector<bool>& secret)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (!secret[i])
            result += text[i];
        else if (i == 0 || !secret[i - 1])
            result += "***";
    if (result.size() > maxText) result.resize(maxText);
    return result;
}

/// Looks so far beyond the cut that no credential is seen in half.
std::string withoutCredentials(std::string_view text, const CallContext& context)
{
    Parts parts;
    std::size_t longest = 0;
    for (const auto& credential : context.credentials)
    {
        addParts(parts, credential.value);
        longest = std::max(longest, credential.value.size());
    }
    if (parts.size() > maxParts) return "the text is left out: the request's credentials have too many parts to be removed from it";
    const auto secret = secretsIn(text.substr(0, maxText + longest), parts);
    return masked(text.substr(0, maxText), secret);
}

/// gRPC hands over the bytes of a message as they came: what is no UTF-8 and no visible text is replaced.
std::string readable(std::string_view text)
{
    constexpr const char* replacement = "\xef\xbf\xbd";
    std::string result;
    while (!text.empty())
    {
        const auto length = utf8Length(text);
        const auto control = controlLength(text);
        if (control)
            result += ' ';
        else if (length)
            result += text.substr(0, length);
        else
            result += replacement;
        text.remove_prefix(std::max({length, control, std::size_t{1}}));
    }
    return result;
}

std::string ownWords(const CallStatus& status)
{
    switch (status.code)
    {
    case grpc_code::unavailable:
        return status.neverSent ? "the control plane cannot be reached" : "the connection to the control plane broke off";
    case grpc_code::deadlineExceeded: return "the control plane did not answer in time";
    case grpc_code::cancelled: return "the call was cancelled";
    default: return "the control plane's answer cannot be understood";
    }
}

} // namespace

ControlPlaneResult toResult(const CallStatus& status, const CallContext& context)
{
    if (status.code == grpc_code::ok) return {};
    auto words = status.hasWords ? readable(withoutCredentials(status.message, context)) : ownWords(status);
    return {status.code, std::move(words), readable(withoutCredentials(status.error, context))};
}

} // namespace flyte_webhook::host
