#pragma once
#include <string_view>

namespace google::protobuf
{
class MessageLite;
}

namespace flyte_webhook::flyte
{

/// Fills a message from what the control plane answered; false when that is no such message, or one that has more than `mostNested`
/// messages inside one another.
bool parse(std::string_view bytes, google::protobuf::MessageLite& message, int mostNested = 100);

} // namespace flyte_webhook::flyte
