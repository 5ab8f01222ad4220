#pragma once
#include "sandbox/base/clock.h"
#include <google/protobuf/timestamp.pb.h>

namespace flyte_webhook::sandbox
{

inline void setTimestamp(google::protobuf::Timestamp& message, Time time)
{
    const auto micros = time.time_since_epoch().count();
    message.set_seconds(micros / 1'000'000);
    message.set_nanos(static_cast<std::int32_t>(micros % 1'000'000 * 1000));
}

} // namespace flyte_webhook::sandbox
