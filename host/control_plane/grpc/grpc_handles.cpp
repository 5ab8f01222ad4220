#include "grpc_handles.h"
#include <grpc/byte_buffer_reader.h>
#include <stdexcept>

namespace flyte_webhook::host
{

GrpcBuffer toBuffer(std::string_view message)
{
    GrpcSlice slice(message);
    return GrpcBuffer(grpc_raw_byte_buffer_create(&slice.get(), 1));
}

bool readBuffer(grpc_byte_buffer& buffer, std::string& message)
{
    message.clear();
    grpc_byte_buffer_reader reader;
    if (!grpc_byte_buffer_reader_init(&reader, &buffer)) return false;
    message.reserve(grpc_byte_buffer_length(&buffer));
    for (grpc_slice* piece = nullptr; grpc_byte_buffer_reader_peek(&reader, &piece);)
        message.append(reinterpret_cast<const char*>(GRPC_SLICE_START_PTR(*piece)), GRPC_SLICE_LENGTH(*piece));
    grpc_byte_buffer_reader_destroy(&reader);
    return true;
}

void startBatch(grpc_call& call, const grpc_op* operations, std::size_t count, void* tag)
{
    const auto error = grpc_call_start_batch(&call, operations, count, tag, nullptr);
    if (error != GRPC_CALL_OK) throw std::logic_error(std::string("gRPC refuses the call: ") + grpc_call_error_to_string(error));
}

gpr_timespec toGrpcTime(std::chrono::steady_clock::time_point time)
{
    using namespace std::chrono;
    const auto left = duration_cast<nanoseconds>(time - steady_clock::now()).count();
    return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_nanos(left, GPR_TIMESPAN));
}

} // namespace flyte_webhook::host
