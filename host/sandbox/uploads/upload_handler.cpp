#include "sandbox/uploads/upload_handler.h"
#include "sandbox/base/log_line.h"
#include "sandbox/base/plain_reply.h"

using flyte_webhook::host::HttpReply;
using flyte_webhook::host::HttpRequest;

namespace flyte_webhook::sandbox
{

HttpReply UploadHandler::take(const HttpRequest& request) const
{
    try
    {
        keep(request);
        return plainReply(200, "The file is kept.");
    }
    catch (const UploadRefused& e)
    {
        return plainReply(e.status, e.what());
    }
    catch (const std::exception& e)
    {
        logLine(std::string("an upload failed: ") + e.what());
        return plainReply(500, "The upload failed; the log of the sandbox says why.");
    }
}

void UploadHandler::keep(const HttpRequest& request) const
{
    const UploadTicket ticket = _signer.verify(std::string(request.target), currentTime());
    if (request.has("Content-MD5") && request.header("Content-MD5") != contentMd5(ticket.md5))
        throw UploadRefused(400, "Content-MD5 is not the announced one");
    if (!request.has("Content-Length")) throw UploadRefused(411, "the Content-Length is missing");
    _folder.keep(ticket, request.body);
}

} // namespace flyte_webhook::sandbox
