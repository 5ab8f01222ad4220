#include "call_result.h"
#include "base/utf8.h"
#include "control_plane/internal_detail.h"
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

/// What a cut left of the last character, if not all of it. Before the cut the text was UTF-8.
void dropHalfCharacter(std::string& text)
{
    auto begin = text.size();
    while (begin > 0 && (static_cast<unsigned char>(text[begin - 1]) & 0xC0) == 0x80) --begin;
    if (begin > 0 && !utf8Length(std::string_view(text).substr(begin - 1))) text.resize(begin - 1);
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
    dropHalfCharacter(result);
    return result;
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

/// As it can be told, without credentials: looked for in what is told, since a server may put one together of what is not. Looks so far
/// beyond the cut that no credential is seen in half.
std::string tellable(std::string_view text, const CallContext& context)
{
    Parts parts;
    std::size_t longest = 0;
    for (const auto& credential : context.credentials)
    {
        addParts(parts, credential.value);
        longest = std::max(longest, credential.value.size());
    }
    if (parts.size() > maxParts) return "the text is left out: the request's credentials have too many parts to be removed from it";
    const auto most = maxText + longest;
    const auto plain = readable(text.substr(0, 2 * most)); // of two bytes one is left at least
    const auto secret = secretsIn(std::string_view(plain).substr(0, most), parts);
    return masked(std::string_view(plain).substr(0, maxText), secret);
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

std::string serversWords(const CallStatus& status, const CallContext& context)
{
    auto words = tellable(status.message, context);
    if (words.empty()) return words;
    words = withoutInternalDetail(std::move(words));
    return words.empty() ? "the control plane failed, and tells nothing but where it did" : words;
}

} // namespace

ControlPlaneResult toResult(const CallStatus& status, const CallContext& context)
{
    if (status.code == grpc_code::ok) return {};
    auto words = status.hasWords ? serversWords(status, context) : ownWords(status);
    return {status.code, std::move(words), tellable(status.error, context)};
}

} // namespace flyte_webhook::host
