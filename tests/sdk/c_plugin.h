#pragma once
#include <flyte_webhook/abi.h>

#ifdef __cplusplus
extern "C"
#endif
    const fw_plugin_table*
    greeter_plugin(const fw_host* host, fw_const* why);
