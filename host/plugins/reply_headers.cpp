#include "reply_headers.h"
#include "base/header_text.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> list) noexcept
{
    return std::any_of(list.begin(), list.end(), [name](std::string_view item) { return sameName(item, name); });
}

} // namespace

bool isReplyHeader(std::string_view name, std::string_view value) noexcept
{
    return isToken(name) && isHeaderValue(value) &&
           !isOneOf(name, {"connection", "content-length", "content-type", "date", "keep-alive", "te", "trailer", "transfer-encoding",
                           "upgrade", "x-error-kind", "x-request-id"});
}

bool isAlwaysCredential(std::string_view name) noexcept { return isOneOf(name, {"authorization", "cookie", "proxy-authorization"}); }

} // namespace flyte_webhook::host
