#pragma once
#include <chrono>
#include <grpc/byte_buffer.h>
#include <grpc/grpc.h>
#include <grpc/support/alloc.h>
#include <memory>
#include <string>
#include <string_view>

/// Owners of what gRPC's C interface hands out. That interface, and not the C++ one over it, because calls are bytes here, and because it
/// takes metadata by reference: the memory that holds a credential is then ours, and wiped when the call is done with it.
namespace flyte_webhook::host
{

template <auto release> struct GrpcRelease
{
    template <typename T> void operator()(T* object) const { release(object); }
};

using GrpcChannel = std::unique_ptr<grpc_channel, GrpcRelease<grpc_channel_destroy>>;
using GrpcCall = std::unique_ptr<grpc_call, GrpcRelease<grpc_call_unref>>;
using GrpcQueue = std::unique_ptr<grpc_completion_queue, GrpcRelease<grpc_completion_queue_destroy>>;
using GrpcBuffer = std::unique_ptr<grpc_byte_buffer, GrpcRelease<grpc_byte_buffer_destroy>>;
using GrpcText = std::unique_ptr<char, GrpcRelease<gpr_free>>;

/// gRPC is usable once one of these was made. It is begun with once, and then for good: 1.51 does not stand being shut down and begun with
/// again, as reloads would do; a later shutdown may wait for ever for a poller that an earlier one left behind.
class GrpcLibrary
{
public:
    GrpcLibrary()
    {
        static const bool begun = (grpc_init(), true);
        static_cast<void>(begun);
    }
};

/// A share of a slice.
class GrpcSlice
{
public:
    GrpcSlice() : _slice(grpc_empty_slice()) {}
    explicit GrpcSlice(std::string_view copied) : _slice(grpc_slice_from_copied_buffer(copied.data(), copied.size())) {}
    ~GrpcSlice() { grpc_slice_unref(_slice); }
    GrpcSlice(const GrpcSlice&) = delete;
    GrpcSlice& operator=(const GrpcSlice&) = delete;

    grpc_slice& get() noexcept { return _slice; }
    std::string_view view() const noexcept
    {
        return {reinterpret_cast<const char*>(GRPC_SLICE_START_PTR(_slice)), GRPC_SLICE_LENGTH(_slice)};
    }

private:
    grpc_slice _slice;
};

/// Metadata that gRPC fills in.
class GrpcReceivedMetadata
{
public:
    GrpcReceivedMetadata() { grpc_metadata_array_init(&_array); }
    ~GrpcReceivedMetadata() { grpc_metadata_array_destroy(&_array); }
    GrpcReceivedMetadata(const GrpcReceivedMetadata&) = delete;
    GrpcReceivedMetadata& operator=(const GrpcReceivedMetadata&) = delete;

    grpc_metadata_array* get() noexcept { return &_array; }

private:
    grpc_metadata_array _array;
};

/// A message to send: a copy, since a cancelled call may still be read from after it ended.
GrpcBuffer toBuffer(std::string_view message);

/// Moves a received message into `message`; false when it cannot be read.
bool readBuffer(grpc_byte_buffer& buffer, std::string& message);

/// The same point in time on gRPC's clock.
gpr_timespec toGrpcTime(std::chrono::steady_clock::time_point time);

/// Starts operations of a call under a tag. Throws std::logic_error when gRPC refuses them: they are ours, so that is a mistake here.
void startBatch(grpc_call& call, const grpc_op* operations, std::size_t count, void* tag);

/// Waits until the operations that were started under `tag` are done.
inline void awaitTag(grpc_completion_queue* queue, void* tag)
{
    grpc_completion_queue_pluck(queue, tag, gpr_inf_future(GPR_CLOCK_MONOTONIC), nullptr);
}

} // namespace flyte_webhook::host
