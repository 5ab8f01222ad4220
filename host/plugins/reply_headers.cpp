#include "reply_headers.h"
#include <algorithm>
#include <cctype>
#include <strings.h>

namespace flyte_webhook::host
{

namespace
{

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> list) noexcept
{
    return std::any_of(list.begin(), list.end(),
                       [name](std::string_view item)
                       { return item.size() == name.size() && ::strncasecmp(item.data(), name.data(), name.size()) == 0; });
}

bool isToken(std::string_view name) noexcept
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(),
                                        [marks](unsigned char c)
                                        { return (c < 0x80 && std::isalnum(c)) || marks.find(static_cast<char>(c)) != marks.npos; });
}

} // namespace

bool isReplyHeader(std::string_view name, std::string_view value) noexcept
{
    return isToken(name) && isHeaderValue(value) &&
           !isOneOf(name, {"connection", "content-length", "content-type", "date", "keep-alive", "te", "trailer", "transfer-encoding",
                           "upgrade", "x-request-id"});
}

bool isHeaderValue(std::string_view value) noexcept
{
    return std::none_of(value.begin(), value.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

bool isAlwaysCredential(std::string_view name) noexcept { return isOneOf(name, {"authorization", "cookie", "proxy-authorization"}); }

} // namespace flyte_webhook::host
