#pragma once
#include <flyte_webhook/plugin.h>

/// The entry of a plugin that uses each thing that the SDK offers once.
const fw_plugin_table* samplePlugin(const fw_host* host, fw_const* why);
