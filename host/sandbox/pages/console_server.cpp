#include "sandbox/pages/console_server.h"
#include "http/http_server.h"
#include "sandbox/pages/console_handler.h"
#include <Poco/Net/NetException.h>
#include <stdexcept>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::chrono::seconds patienceAtEnd{1};

host::HttpLimits limits()
{
    host::HttpLimits limits;
    limits.threads = 8;
    limits.queue = 64;
    limits.maxConnections = 256;
    limits.maxBody = largestUpload;
    limits.maxBuffered = 4 * largestUpload;
    return limits;
}

} // namespace

class ConsoleServer::Core
{
public:
    Core(unsigned short port, const Shown& shown, const UploadSigner& signer, const UploadFolder& uploads)
        : _handler(shown, signer, uploads), _http(Poco::Net::SocketAddress("127.0.0.1", port), limits(), _handler)
    {
        try
        {
            _http.start();
        }
        catch (const Poco::Net::NetException& e)
        {
            throw std::runtime_error(e.message() + " for the pages: is the port taken? 0 picks a free one");
        }
    }

    ~Core() { _http.stop(patienceAtEnd); }

    unsigned short port() const { return _http.port(); }

private:
    ConsoleHandler _handler;
    host::HttpServer _http;
};

ConsoleServer::ConsoleServer(unsigned short port, const Shown& shown, const UploadSigner& signer, const UploadFolder& uploads)
    : _core(std::make_unique<Core>(port, shown, signer, uploads))
{
}

ConsoleServer::~ConsoleServer() = default;

unsigned short ConsoleServer::port() const { return _core->port(); }

} // namespace flyte_webhook::sandbox
