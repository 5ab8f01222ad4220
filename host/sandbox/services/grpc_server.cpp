#include "sandbox/services/grpc_server.h"
#include "sandbox/services/methods.h"
#include "sandbox/services/rpc_status.h"
#include <grpcpp/server_builder.h>
#include <grpcpp/server_posix.h>
#include <grpcpp/support/method_handler.h>
#include <stdexcept>

namespace flyte_webhook::sandbox
{
namespace
{

using grpc::ByteBuffer;
using grpc::ServerContext;
using Writer = grpc::ServerWriter<ByteBuffer>;

constexpr int largestMessage = 32 << 20;
constexpr std::chrono::seconds patienceAtEnd{1};

std::string bytesOf(const ByteBuffer& buffer)
{
    grpc::Slice whole;
    if (!buffer.DumpToSingleSlice(&whole).ok()) throw std::runtime_error("the call's message cannot be read");
    return std::string(reinterpret_cast<const char*>(whole.begin()), whole.size());
}

class GrpcCall final : public Call
{
public:
    GrpcCall(const ServerContext& context, const ByteBuffer& request, Writer& writer, bool streaming)
        : _context(context), _message(bytesOf(request)), _writer(writer), _streaming(streaming)
    {
    }

    std::string_view message() const override { return _message; }

    Credentials credentials() const override { return {metadata("authorization"), metadata("cookie"), metadata("x-api-key")}; }

    std::string authority() const override
    {
        const auto authority = _context.ExperimentalGetAuthority();
        return std::string(authority.data(), authority.size());
    }

    bool send(std::string message) override
    {
        const grpc::Slice slice(message);
        grpc::WriteOptions options;
        if (!_streaming) options.set_last_message(); // leaves together with the status
        return _writer.Write(ByteBuffer(&slice, 1), options);
    }

    bool isGone() const override { return _context.IsCancelled(); }

private:
    std::string_view metadata(const char* key) const
    {
        const auto found = _context.client_metadata().find(key);
        return found == _context.client_metadata().end() ? std::string_view()
                                                         : std::string_view(found->second.data(), found->second.size());
    }

    const ServerContext& _context;
    const std::string _message;
    Writer& _writer;
    const bool _streaming;
};

/// All methods as one service of bytes. What answers by one message is, on the wire, a stream of one.
class BytesService final : public grpc::Service
{
public:
    explicit BytesService(const Methods& methods)
    {
        for (const auto& [path, method] : methods.all()) add(path, method);
    }

private:
    using Handler = grpc::internal::ServerStreamingHandler<BytesService, ByteBuffer, ByteBuffer>;

    void add(const std::string& path, const Method& method)
    {
        auto handler = std::make_unique<Handler>(
            [&method](BytesService*, ServerContext* context, const ByteBuffer* request, Writer* writer)
            {
                const auto status = outcomeOf([&] { serve(method, GrpcCall(*context, *request, *writer, method.streaming)); });
                return grpc::Status(static_cast<grpc::StatusCode>(status.code), status.message);
            },
            this);
        AddMethod(std::make_unique<grpc::internal::RpcServiceMethod>(path.c_str(), grpc::internal::RpcMethod::SERVER_STREAMING,
                                                                     handler.release()) // the method owns its handler
                      .release());                                                      // and the service its methods
    }

    static void serve(const Method& method, GrpcCall&& call) { method.answer(call); }
};

} // namespace

class GrpcServer::Core
{
public:
    Core(const Methods& methods, std::chrono::milliseconds idle) : _service(methods)
    {
        grpc::ServerBuilder builder;
        builder.SetMaxReceiveMessageSize(largestMessage);
        builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, static_cast<int>(idle.count()));
        builder.RegisterService(&_service);
        _server = builder.BuildAndStart();
        if (!_server) throw std::runtime_error("cannot start the server of gRPC calls");
    }

    ~Core()
    {
        _server->Shutdown(std::chrono::system_clock::now() + patienceAtEnd);
        _server->Wait();
    }

    void take(host::FileDescriptor client) { grpc::AddInsecureChannelFromFd(_server.get(), client.release()); }

private:
    BytesService _service;
    std::unique_ptr<grpc::Server> _server;
};

GrpcServer::GrpcServer(const Methods& methods, std::chrono::milliseconds idle) : _core(std::make_unique<Core>(methods, idle)) {}

GrpcServer::~GrpcServer() = default;

void GrpcServer::take(host::FileDescriptor client) { _core->take(std::move(client)); }

} // namespace flyte_webhook::sandbox
