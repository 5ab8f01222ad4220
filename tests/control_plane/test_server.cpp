#include "control_plane/test_server.h"
#include <chrono>
#include <grpcpp/server_builder.h>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace flyte_webhook::test
{
namespace
{

std::string toText(grpc::ByteBuffer& buffer)
{
    std::vector<grpc::Slice> slices;
    std::string text;
    if (buffer.Valid() && buffer.Dump(&slices).ok())
        for (const auto& slice : slices) text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    return text;
}

grpc::ByteBuffer toBytes(const std::string& text)
{
    const grpc::Slice slice(text);
    return grpc::ByteBuffer(&slice, 1);
}

} // namespace

/// One call: reads the message, asks the handler, writes what it says.
class TestServer::Reactor : public grpc::ServerGenericBidiReactor
{
public:
    Reactor(TestServer& server, grpc::GenericCallbackServerContext& context) : _server(server), _context(context) { StartRead(&_request); }

    void OnReadDone(bool ok) override
    {
        if (!ok) return finish(grpc::Status(grpc::StatusCode::CANCELLED, "no message"));
        ++_server._calls;
        ReceivedCall call{_context.method(), toText(_request), {}};
        for (const auto& [name, value] : _context.client_metadata())
            call.metadata.emplace(std::string(name.data(), name.size()), std::string(value.data(), value.size()));
        handle(call);
        proceed();
    }

    void OnWriteDone(bool ok) override
    {
        {
            const std::lock_guard lock(_step);
            _writing = false;
        }
        if (ok) return proceed();
        finish(grpc::Status(grpc::StatusCode::CANCELLED, "not written"));
    }

    void OnCancel() override
    {
        tellCancelled();
        finish(grpc::Status::CANCELLED);
    }

    void OnDone() override { const std::unique_ptr<Reactor> self(this); }

private:
    void handle(const ReceivedCall& call)
    {
        const std::lock_guard lock(_server._mutex);
        _answer = _server._handler(call);
        if (_answer.compressed) _context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
    }

    void tellCancelled()
    {
        const std::lock_guard lock(_server._mutex);
        if (_answer.cancelled) _answer.cancelled();
    }

    void proceed()
    {
        const std::lock_guard lock(_step);
        if (_end) return end();
        if (_sent == _answer.messages.size())
        {
            if (_answer.hold) return;
            _end = grpc::Status(static_cast<grpc::StatusCode>(_answer.code), _answer.text);
            return end();
        }
        _reply = toBytes(_answer.messages[_sent++]);
        _writing = true;
        StartWrite(&_reply);
    }

    void finish(const grpc::Status& status)
    {
        const std::lock_guard lock(_step);
        if (!_end) _end = status;
        end();
    }

    /// A write that is under way comes back first: gRPC takes nothing after the end, and a server with a call that never ends never stops.
    void end()
    {
        if (!_writing && !std::exchange(_ended, true)) Finish(*_end);
    }

    TestServer& _server;
    grpc::GenericCallbackServerContext& _context;
    grpc::ByteBuffer _request, _reply;
    Answer _answer;
    std::size_t _sent = 0;
    std::mutex _step; ///< a call may be cancelled while it is answered
    bool _writing = false, _ended = false;
    std::optional<grpc::Status> _end;
};

TestServer::TestServer(CallHandler handler, std::uint16_t port, const std::shared_ptr<grpc::ServerCredentials>& credentials,
                       std::chrono::milliseconds connectionAge)
    : _handler(std::move(handler))
{
    const std::lock_guard lock(_mutex);
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(-1);
    if (connectionAge.count() > 0) builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, static_cast<int>(connectionAge.count()));
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), credentials ? credentials : grpc::InsecureServerCredentials(), &_port);
    builder.RegisterCallbackGenericService(this);
    _server = builder.BuildAndStart();
    if (!_server || _port == 0) throw std::runtime_error("the test server cannot listen");
}

TestServer::~TestServer()
{
    _server->Shutdown(std::chrono::system_clock::now());
    const std::lock_guard lock(_mutex); // what the handler did is seen from here on, by sanitizers as well
}

grpc::ServerGenericBidiReactor* TestServer::CreateReactor(grpc::GenericCallbackServerContext* context)
{
    return std::make_unique<Reactor>(*this, *context).release();
}

} // namespace flyte_webhook::test
