#pragma once
#include <flyte_webhook/abi.h>

namespace flyte_webhook::host
{

/// The host's functions, as plugins get them. A fw_plugin is a PluginInstance, a fw_request a PluginRequest. No exception leaves them: what
/// goes wrong in the host is told as the function's failure, and in the log.
const fw_host& hostTable();

} // namespace flyte_webhook::host
