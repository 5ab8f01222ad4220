#include "parse.h"
#include <climits>
#include <cstdint>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message_lite.h>

namespace flyte_webhook::flyte
{

bool parse(std::string_view bytes, google::protobuf::MessageLite& message, int mostNested)
{
    if (bytes.size() > INT_MAX) return false; // protobuf counts no further, and reads beyond
    google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
    in.SetRecursionLimit(mostNested);
    return message.ParseFromCodedStream(&in) && in.ConsumedEntireMessage();
}

} // namespace flyte_webhook::flyte
