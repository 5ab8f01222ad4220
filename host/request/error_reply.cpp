#include "error_reply.h"
#include "base/utf8.h"
#include "endpoints/validation_errors.h"

namespace flyte_webhook::host
{

namespace
{

/// JSON is UTF-8, and a message from elsewhere may be none: then its bytes beyond ASCII are not worth guessing at.
std::string asText(std::string_view bytes)
{
    std::string text(bytes);
    if (!isUtf8(bytes))
        for (char& c : text)
            if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    return text;
}

} // namespace

HttpReply plainErrorReply(int status, std::string_view detail)
{
    HttpReply reply;
    reply.status = status;
    reply.body = R"({"detail":)" + quoted(asText(detail)) + "}";
    if (status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
    return reply;
}

HttpReply errorReply(int status, std::string_view detail)
{
    auto reply = plainErrorReply(status, detail);
    if (status == 503) reply.headers.emplace_back("Retry-After", "1");
    return reply;
}

} // namespace flyte_webhook::host
