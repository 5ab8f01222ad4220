/* Mentions every type of the binary interface, so that the debug information of this library has the layout of all of them. */
#include ABI_HEADER

#define SHOWS(type) FW_EXPORT void shows_##type(type* shown)
#define SHOWN(type)                                                                                                                        \
    SHOWS(type);                                                                                                                           \
    SHOWS(type) { (void)shown; }

SHOWN(fw_bytes)
SHOWN(fw_view)
SHOWN(fw_lent)
SHOWN(fw_const)
SHOWN(fw_bool)
SHOWN(fw_type)
SHOWN(fw_place)
SHOWN(fw_parameter)
SHOWN(fw_body_kind)
SHOWN(fw_reply)
SHOWN(fw_resource_kind)
SHOWN(fw_guard)
SHOWN(fw_endpoint)
SHOWN(fw_setting)
SHOWN(fw_metric_kind)
SHOWN(fw_metric)
SHOWN(fw_level)
SHOWN(fw_call)
SHOWN(fw_header)
SHOWN(fw_http_call)
SHOWN(fw_http_answer)
SHOWN(fw_http_result)
SHOWN(fw_host)
SHOWN(fw_plugin_table)

const fw_plugin_table* flyte_webhook_plugin(const fw_host* host, fw_const* why)
{
    (void)host, (void)why;
    return 0;
}
