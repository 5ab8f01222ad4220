#pragma once
#include <flyte_webhook/abi.h>

namespace flyte_webhook::host
{

/// The host's functions, as plugins get them. What stands behind the handles: handle_slots.h. No exception leaves them: what
/// goes wrong in the host is told as the function's failure, and in the log.
const fw_host& hostTable();

} // namespace flyte_webhook::host
