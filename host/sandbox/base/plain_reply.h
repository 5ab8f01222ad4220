#pragma once
#include "http/message.h"
#include <string>

namespace flyte_webhook::sandbox
{

/// An answer of one line of text.
inline host::HttpReply plainReply(int status, std::string text)
{
    host::HttpReply reply;
    reply.status = status;
    reply.contentType = "text/plain; charset=utf-8";
    reply.body = std::move(text) + "\n";
    return reply;
}

} // namespace flyte_webhook::sandbox
