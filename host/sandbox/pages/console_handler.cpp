#include "sandbox/pages/console_handler.h"
#include "sandbox/base/log_line.h"
#include "sandbox/base/plain_reply.h"
#include "sandbox/pages/assets.h"
#include <stdexcept>

using flyte_webhook::host::Content;
using flyte_webhook::host::HttpReply;
using flyte_webhook::host::HttpRequest;

namespace flyte_webhook::sandbox
{
namespace
{

/// follow.js asks the server for the page that it is on.
constexpr const char* policy = "style-src 'self'; script-src 'self'; connect-src 'self'";

bool isThisMachine(std::string_view host)
{
    const auto name = host.substr(0, host.rfind(':'));
    return name == "127.0.0.1" || name == "localhost";
}

} // namespace

ConsoleHandler::ConsoleHandler(const Shown& shown, const UploadSigner& signer, const UploadFolder& uploads)
    : _site(shown), _uploads(signer, uploads)
{
    for (const auto& asset : assets()) _assets.emplace(host::assetPath(assets(), assetsTop, asset.name), Content::of(asset));
}

void ConsoleHandler::serve(host::Exchange& exchange) { exchange.send(answerTo(exchange.request())); }

void ConsoleHandler::refuse(host::Exchange& exchange, ErrorKind kind, const std::string& detail)
{
    exchange.send(plainReply(factsOf(kind).status, detail));
}

HttpReply ConsoleHandler::answerTo(const HttpRequest& request) const
{
    if (!isThisMachine(request.header("Host"))) return plainReply(421, "These pages are served to 127.0.0.1 and localhost only.");
    if (request.method == "PUT" && isUpload(request.target)) return _uploads.take(request);
    if (request.method != "GET" && request.method != "HEAD")
    {
        auto reply = plainReply(405, "These pages can only be read.");
        reply.headers.emplace_back("Allow", "GET, HEAD");
        return reply;
    }
    try
    {
        return show(request);
    }
    catch (const std::exception& e)
    {
        logLine(std::string("a page failed: ") + e.what());
        return plainReply(500, "This page failed; the log of the sandbox says why.");
    }
}

HttpReply ConsoleHandler::show(const HttpRequest& request) const
{
    if (const auto asset = _assets.find(request.path); asset != _assets.end()) return answerWith(asset->second, request);
    auto answer = _site.get(request.path);
    const auto page = Content::page(std::move(answer.html), policy, Content::Serves::Once);
    if (answer.status == 200) return answerWith(page, request);
    auto reply = answerWith(page, HttpRequest()); // nobody has it already
    reply.status = answer.status;
    return reply;
}

} // namespace flyte_webhook::sandbox
