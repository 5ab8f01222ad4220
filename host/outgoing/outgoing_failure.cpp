#include "outgoing_failure.h"

namespace flyte_webhook::host::outgoing
{
namespace
{

const char* sentenceOf(transport::Fault fault)
{
    using transport::Fault;
    switch (fault)
    {
    case Fault::unknownHost: return "the target's host name is not known";
    case Fault::noResources: return "the server cannot open a connection at present";
    case Fault::unreachable: return "the target cannot be reached";
    case Fault::noTls:
    case Fault::noCommonProtocol: return "no TLS connection to the target can be made";
    case Fault::untrusted: return "the target's certificate is not trusted for its host name";
    case Fault::broken: return "the target broke the connection off";
    case Fault::malformed: return "the target's answer is no valid HTTP";
    case Fault::tooLarge: return "the target's answer is too large";
    case Fault::timedOut: return "the target did not answer in time";
    case Fault::cancelled: return "the request was cancelled";
    }
    return "the target cannot be reached";
}

fw_http_result outcomeOf(transport::Fault fault)
{
    using transport::Fault;
    switch (fault)
    {
    case Fault::timedOut:
    case Fault::cancelled: return FW_HTTP_TIMED_OUT;
    case Fault::tooLarge: return FW_HTTP_TOO_LARGE;
    default: return FW_HTTP_UNREACHABLE;
    }
}

} // namespace

OutgoingFailure toOutgoing(const transport::TransportFailure& failure)
{
    return {outcomeOf(failure.fault()), sentenceOf(failure.fault()), failure.what()};
}

} // namespace flyte_webhook::host::outgoing
