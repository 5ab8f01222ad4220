#pragma once
#include <flyte_webhook/plugin/control_plane.h>
#include <string>

namespace google::protobuf
{
class MessageLite;
}

namespace flyte_webhook::flyte
{

/// One typed call of the control plane, but for its messages.
struct Unary
{
    const char* method;          ///< "flyteidl2.package.Service/Method"
    std::string attempt;         ///< what is tried, as the beginning of a sentence: "Reading the run r1"
    bool repeatable = false;     ///< it changes nothing
    std::string_view endpoint{}; ///< where to, as the control plane named it; empty: the control plane itself
    int mostNested = 100;        ///< how many messages may lie inside one another in the answer
};

/// Calls and fills `reply`. Throws CallError when the call fails, BadGateway when its answer cannot be read.
void call(const ControlPlane& controlPlane, const Unary& unary, const google::protobuf::MessageLite& request,
          google::protobuf::MessageLite& reply);

} // namespace flyte_webhook::flyte
