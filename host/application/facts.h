#pragma once
#include "config/settings.h"
#include "plugins/plugin_instance.h"

namespace flyte_webhook::host
{

/// What every plugin may know of the configuration; the keys stand in abi.h at fw_host.setting. Facts without a value are left out.
TextMap makeFacts(const Settings& settings);

} // namespace flyte_webhook::host
