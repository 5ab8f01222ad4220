#pragma once
#include "base/file_descriptor.h"
#include "config/settings.h"
#include "telemetry/log.h"

namespace flyte_webhook::host
{

/// Makes the log of a configuration: lines on standard error, or entries of the journal where standard error is that and no form of lines
/// is configured. Its logs may not outlive it. Thread: any.
class LogMaker
{
public:
    LogMaker();

    Log make(const Settings::Telemetry& telemetry) const;

    /// The log that goes on where an earlier one was.
    Log make(const Settings::Telemetry& telemetry, const Log& earlier) const;

private:
    LogFormat formatFor(const Settings::Telemetry& telemetry) const;
    int descriptorOf(LogFormat format) const noexcept;

    FileDescriptor _journal; ///< none: standard error is something else
};

} // namespace flyte_webhook::host
