#include "sandbox/services/rpc_server.h"
#include "http/http_server.h"
#include "sandbox/services/app_answers.h"
#include "sandbox/services/connect_handler.h"
#include "sandbox/services/grpc_server.h"
#include "sandbox/services/methods.h"
#include <Poco/Net/NetException.h>
#include <stdexcept>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t largestMessage = 32 << 20;
constexpr std::chrono::seconds patienceAtEnd{1};

/// What HTTP/2, and so gRPC, begins with (RFC 9113, 3.4): a method that no request of HTTP/1.1 has.
constexpr const char* http2 = "PRI ";

host::HttpLimits limits()
{
    host::HttpLimits limits;
    limits.maxBody = largestMessage;
    return limits;
}

} // namespace

class RpcServer::Core
{
public:
    Core(unsigned short port, const Answers& answers)
        : _apps(answers.apps), _methods(answers), _grpc(_methods), _connect(_methods),
          _http(Poco::Net::SocketAddress("127.0.0.1", port), limits(), _connect)
    {
        _http.divert({http2, [this](host::FileDescriptor client) { _grpc.take(std::move(client)); }});
        try
        {
            _http.start();
        }
        catch (const Poco::Net::NetException& e)
        {
            throw std::runtime_error(e.message() + ": is the port taken? 0 picks a free one");
        }
    }

    ~Core()
    {
        _apps.endWatches();
        _http.stop(patienceAtEnd);
    }

    unsigned short port() const { return _http.port(); }

private:
    AppAnswers& _apps;
    const Methods _methods;
    GrpcServer _grpc;
    ConnectHandler _connect;
    host::HttpServer _http;
};

RpcServer::RpcServer(unsigned short port, const Answers& answers) : _core(std::make_unique<Core>(port, answers)) {}

RpcServer::~RpcServer() = default;

unsigned short RpcServer::port() const noexcept { return _core->port(); }

} // namespace flyte_webhook::sandbox
