#include "sandbox/base/clock.h"
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

namespace flyte_webhook::sandbox
{

Time currentTime() { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }

std::string timeText(Time time)
{
    return Poco::DateTimeFormatter::format(Poco::Timestamp(time.time_since_epoch().count()), "%Y-%m-%dT%H:%M:%S.%iZ");
}

} // namespace flyte_webhook::sandbox
