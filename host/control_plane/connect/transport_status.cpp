#include "transport_status.h"
#include "control_plane/connect/answer_kind.h"

namespace flyte_webhook::host
{
namespace
{

int codeOf(transport::Fault fault)
{
    using transport::Fault;
    switch (fault)
    {
    case Fault::timedOut: return grpc_code::deadlineExceeded;
    case Fault::cancelled: return grpc_code::cancelled;
    case Fault::malformed:
    case Fault::tooLarge: return grpc_code::internal;
    default: return grpc_code::unavailable;
    }
}

std::string describe(const transport::TransportFailure& failure)
{
    using transport::Fault;
    const std::string cause = failure.what();
    switch (failure.fault())
    {
    case Fault::timedOut: return "the deadline passed";
    case Fault::cancelled: return "cancelled";
    case Fault::tooLarge: return "the answer is too large";
    case Fault::malformed: return "the answer is no valid HTTP: " + cause;
    case Fault::unknownHost: return "the host name is not known: " + cause;
    default: return cause;
    }
}

} // namespace

CallStatus transportStatus(const transport::TransportFailure& failure, bool reached, bool sent)
{
    if (failure.fault() == transport::Fault::noCommonProtocol) return anotherProtocol(failure.what());
    CallStatus status{codeOf(failure.fault()), {}, describe(failure), reached};
    status.neverSent = !sent;
    return status;
}

} // namespace flyte_webhook::host
