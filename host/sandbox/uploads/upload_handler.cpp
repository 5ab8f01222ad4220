#include "sandbox/uploads/upload_handler.h"
#include "sandbox/base/log_line.h"
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/StreamCopier.h>

using namespace Poco::Net;

namespace flyte_webhook::sandbox
{
namespace
{

/// The body, when it is as long as it says and as the ticket says; more than that is not read.
std::string bodyOf(HTTPServerRequest& request, const UploadTicket& ticket)
{
    if (!request.hasContentLength()) throw UploadRefused(411, "the Content-Length is missing");
    const std::int64_t length = request.getContentLength64();
    if (length > largestUpload)
        throw UploadRefused(413, "a file has " + std::to_string(largestUpload) + " bytes at most, not " + std::to_string(length));
    if (ticket.size != 0 && length != ticket.size)
        throw UploadRefused(400,
                            "the file has " + std::to_string(length) + " bytes, but " + std::to_string(ticket.size) + " were announced");
    std::string body;
    Poco::StreamCopier::copyToString(request.stream(), body);
    if (static_cast<std::int64_t>(body.size()) != length) throw UploadRefused(400, "the file did not come whole");
    return body;
}

} // namespace

void UploadHandler::handleRequest(HTTPServerRequest& request, HTTPServerResponse& response)
{
    std::string answer;
    try
    {
        take(request);
    }
    catch (const UploadRefused& e)
    {
        response.setStatusAndReason(static_cast<HTTPResponse::HTTPStatus>(e.status));
        answer = std::string(e.what()) + "\n";
    }
    catch (const std::exception& e)
    {
        logLine(std::string("an upload failed: ") + e.what());
        response.setStatusAndReason(HTTPResponse::HTTP_INTERNAL_SERVER_ERROR);
        answer = "The upload failed; the log of the sandbox says why.\n";
    }
    response.setContentType("text/plain; charset=utf-8");
    response.setContentLength64(static_cast<Poco::Int64>(answer.size()));
    response.send() << answer;
}

void UploadHandler::take(HTTPServerRequest& request) const
{
    const UploadTicket ticket = _signer.verify(request.getURI(), currentTime());
    const std::string announced = contentMd5(ticket.md5);
    if (request.get("Content-MD5", announced) != announced) throw UploadRefused(400, "Content-MD5 is not the announced one");
    _folder.keep(ticket, bodyOf(request, ticket));
}

} // namespace flyte_webhook::sandbox
