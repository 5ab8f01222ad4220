#include "parse.h"
#include <flyte_webhook/flyte/unary.h>
#include <google/protobuf/message_lite.h>

namespace flyte_webhook::flyte
{

void call(const ControlPlane& controlPlane, const Unary& unary, const google::protobuf::MessageLite& request,
          google::protobuf::MessageLite& reply)
{
    const auto message = request.SerializeAsString();
    const auto result = controlPlane.call({unary.method, message, unary.repeatable, unary.endpoint});
    if (!result.ok()) throw CallError(result.code, unary.attempt, std::string(result.bytes));
    if (!parse(result.bytes, reply, unary.mostNested))
        throw BadGateway(unary.attempt + ": the control plane's answer cannot be read", std::string(unary.method) + " answered " +
                                                                                            std::to_string(result.bytes.size()) +
                                                                                            " bytes that are no such message");
}

} // namespace flyte_webhook::flyte
