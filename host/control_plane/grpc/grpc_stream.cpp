#include "grpc_stream.h"

namespace flyte_webhook::host
{
namespace
{

/// The tags of a stream's operations: addresses, which need only differ.
constexpr char sending = 's', receiving = 'r', finishing = 'f';

void* tag(const char& of) { return const_cast<char*>(&of); }

} // namespace

GrpcStream::GrpcStream(std::shared_ptr<Channels> channels, const WireCall& call)
    : _context(call.context), _channels(std::move(channels)), _metadata(call.context), _operations(_metadata, call.message),
      _queue(grpc_completion_queue_create_for_pluck(nullptr)),
      _call(grpc_channel_create_call(_channels->forStreams(), nullptr, 0, _queue.get(), GrpcSlice(call.path).get(), nullptr,
                                     toGrpcTime(call.deadline), nullptr))
{
    const auto operations = _operations.send();
    const auto end = _operations.finish();
    startBatch(*_call, &end, 1, tag(finishing));
    startBatch(*_call, operations.data(), operations.size(), tag(sending));
}

GrpcStream::~GrpcStream()
{
    if (!_result) close();
}

bool GrpcStream::next(std::string& message)
{
    if (_result) return false;
    const Cancellation::Action cancel(_context.cancellation, [this] { grpc_call_cancel(_call.get(), nullptr); });
    const auto receive = _operations.receive();
    startBatch(*_call, &receive, 1, tag(receiving));
    awaitTag(_queue.get(), tag(receiving));
    if (_operations.takeMessage(message)) return true;
    finish();
    return false;
}

ControlPlaneResult GrpcStream::close()
{
    if (!_result)
    {
        grpc_call_cancel(_call.get(), nullptr);
        finish();
    }
    return *_result;
}

void GrpcStream::finish()
{
    awaitTag(_queue.get(), tag(finishing));
    awaitTag(_queue.get(), tag(sending));
    _result = toResult(_operations.status(*_call), _context);
}

} // namespace flyte_webhook::host
