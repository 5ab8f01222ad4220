#include "log_maker.h"
#include "systemd/journal.h"
#include <unistd.h>

namespace flyte_webhook::host
{

LogMaker::LogMaker() : _journal(isJournal(STDERR_FILENO) ? connectToJournal() : FileDescriptor()) {}

Log LogMaker::make(const Settings::Telemetry& telemetry) const
{
    const auto format = formatFor(telemetry);
    return Log(descriptorOf(format), telemetry.logLevel, format);
}

Log LogMaker::make(const Settings::Telemetry& telemetry, const Log& earlier) const
{
    const auto format = formatFor(telemetry);
    return Log(earlier, descriptorOf(format), telemetry.logLevel, format);
}

LogFormat LogMaker::formatFor(const Settings::Telemetry& telemetry) const
{
    if (telemetry.logFormat) return *telemetry.logFormat;
    if (_journal.valid()) return LogFormat::journal;
    return ::isatty(STDERR_FILENO) ? LogFormat::text : LogFormat::json;
}

int LogMaker::descriptorOf(LogFormat format) const noexcept { return format == LogFormat::journal ? _journal.number() : STDERR_FILENO; }

} // namespace flyte_webhook::host
