#pragma once
#include <flyte_webhook/abi.h>
#include <string>

/// The endpoints of a plugin, one a line: "get_run GET /run/{name}".
std::string endpointsOf(const fw_plugin_table& table);

/// The parameters of an endpoint, one a line: "reason query string = why".
std::string parametersOf(const fw_plugin_table& table, const std::string& endpoint);

/// Checks what a document needs of each endpoint: a summary, help for each parameter, and a JSON schema with properties for each answer.
/// And that conf/conf.d shows each setting with its fallback.
void checkDocumentation(const fw_plugin_table& table);
