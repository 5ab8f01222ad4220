#include "sandbox/pages/console_server.h"
#include "sandbox/base/log_line.h"
#include "sandbox/uploads/upload_handler.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>
#include <stdexcept>

using namespace Poco::Net;

namespace flyte_webhook::sandbox
{
namespace
{

bool isThisMachine(const std::string& host)
{
    const std::string name = host.substr(0, host.rfind(':'));
    return name == "127.0.0.1" || name == "localhost";
}

SiteAnswer answerTo(const Site& site, const HTTPServerRequest& request)
{
    constexpr const char* plain = "text/plain; charset=utf-8";
    if (!isThisMachine(request.get("Host", ""))) return {421, plain, "These pages are served to 127.0.0.1 and localhost only.\n"};
    if (request.getMethod() != "GET" && request.getMethod() != "HEAD") return {405, plain, "These pages can only be read.\n"};
    try
    {
        const std::string& target = request.getURI();
        return site.get(target.substr(0, target.find('?')));
    }
    catch (const std::exception& e)
    {
        logLine(std::string("a page failed: ") + e.what());
        return {500, plain, "This page failed; the log of the sandbox says why.\n"};
    }
}

class PageHandler final : public HTTPRequestHandler
{
public:
    explicit PageHandler(const Site& site) : _site(site) {}

    void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override
    {
        const SiteAnswer answer = answerTo(_site, request);
        response.setStatusAndReason(static_cast<HTTPResponse::HTTPStatus>(answer.status));
        response.setContentType(answer.type);
        response.set("Content-Security-Policy",
                     "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.set("X-Content-Type-Options", "nosniff");
        response.set("Referrer-Policy", "no-referrer");
        response.set("Cache-Control", "no-store");
        if (answer.status == 405) response.set("Allow", "GET, HEAD");
        response.setContentLength64(static_cast<Poco::Int64>(answer.body.size()));
        std::ostream& body = response.send();
        if (request.getMethod() != "HEAD") body << answer.body;
    }

private:
    const Site& _site;
};

class HandlerFactory final : public HTTPRequestHandlerFactory
{
public:
    HandlerFactory(const Site& site, const UploadSigner& signer, const UploadFolder& uploads)
        : _site(site), _signer(signer), _uploads(uploads)
    {
    }

    HTTPRequestHandler* createRequestHandler(const HTTPServerRequest& request) override
    {
        return handlerFor(request).release(); // Poco's server deletes it
    }

private:
    std::unique_ptr<HTTPRequestHandler> handlerFor(const HTTPServerRequest& request) const
    {
        const bool isOurs = request.getMethod() == "PUT" && isUpload(request.getURI()) && isThisMachine(request.get("Host", ""));
        if (isOurs) return std::make_unique<UploadHandler>(_signer, _uploads);
        return std::make_unique<PageHandler>(_site);
    }

    const Site& _site;
    const UploadSigner& _signer;
    const UploadFolder& _uploads;
};

ServerSocket listenOn(unsigned short port)
{
    try
    {
        ServerSocket socket;
        socket.bind(SocketAddress("127.0.0.1", port), false, false);
        socket.listen();
        return socket;
    }
    catch (const Poco::Exception& e)
    {
        throw std::runtime_error("cannot listen on 127.0.0.1:" + std::to_string(port) + " for the pages: " + e.displayText() +
                                 "; 0 picks a free port");
    }
}

HTTPServerParams::Ptr parameters()
{
    auto parameters = Poco::makeAuto<HTTPServerParams>();
    parameters->setKeepAlive(false); // an open connection would hold a thread
    parameters->setTimeout(Poco::Timespan(10, 0));
    parameters->setMaxThreads(8);
    parameters->setMaxQueued(64);
    return parameters;
}

} // namespace

class ConsoleServer::Core
{
public:
    Core(unsigned short port, const Shown& shown, const UploadSigner& signer, const UploadFolder& uploads)
        : _site(shown), _threads("console", 1, 9),
          _server(Poco::makeShared<HandlerFactory>(_site, signer, uploads), _threads, listenOn(port), parameters())
    {
        _server.start();
    }

    ~Core()
    {
        _server.stopAll(true);
        _threads.joinAll();
    }

    unsigned short port() const { return _server.port(); }

private:
    Site _site;
    Poco::ThreadPool _threads;
    HTTPServer _server;
};

ConsoleServer::ConsoleServer(unsigned short port, const Shown& shown, const UploadSigner& signer, const UploadFolder& uploads)
    : _core(std::make_unique<Core>(port, shown, signer, uploads))
{
}

ConsoleServer::~ConsoleServer() = default;

unsigned short ConsoleServer::port() const { return _core->port(); }

} // namespace flyte_webhook::sandbox
