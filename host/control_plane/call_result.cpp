#include "call_result.h"
#include "base/utf8.h"
#include <algorithm>
#include <string_view>

namespace flyte_webhook::host
{
namespace
{

constexpr std::size_t maxText = 16 * 1024;
constexpr std::size_t shortestSecret = 8;

void replaceAll(std::string& text, std::string_view what)
{
    constexpr std::string_view mask = "***";
    if (what.empty() || what == mask) return;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + mask.size())) text.replace(at, what.size(), mask);
}

/// The whole value, then what a server may quote of it: the token without its scheme, a cookie's value without its name.
void removeCredential(std::string& text, std::string_view value)
{
    replaceAll(text, value);
    while (!value.empty())
    {
        const auto word = value.substr(0, value.find_first_of(" ;,="));
        if (word.size() >= shortestSecret) replaceAll(text, word);
        value.remove_prefix(std::min(value.size(), word.size() + 1));
    }
}

std::string withoutCredentials(std::string text, const CallContext& context)
{
    for (const auto& credential : context.credentials) removeCredential(text, credential.value);
    if (text.size() > maxText) text.resize(maxText);
    return text;
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
        return status.sent ? "the connection to the control plane broke off" : "the control plane cannot be reached";
    case grpc_code::deadlineExceeded: return "the control plane did not answer in time";
    case grpc_code::cancelled: return "the call was cancelled";
    default: return "the control plane's answer cannot be understood";
    }
}

} // namespace

bool CallStatus::fromServer() const { return error.find("Error received from peer") != error.npos; }

ControlPlaneResult toResult(const CallStatus& status, const CallContext& context)
{
    if (status.code == grpc_code::ok) return {};
    auto words = status.fromServer() ? readable(withoutCredentials(status.message, context)) : ownWords(status);
    return {status.code, std::move(words), readable(withoutCredentials(status.error, context))};
}

} // namespace flyte_webhook::host
