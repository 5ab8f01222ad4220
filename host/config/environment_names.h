#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

constexpr std::string_view environmentPrefix = "FLYTE_WEBHOOK_";
constexpr std::string_view pluginVariablePrefix = "FLYTE_WEBHOOK_PLUGIN_";

/// The environment variable of a key: FLYTE_WEBHOOK_<SECTION>_<KEY>, dots and dashes as underscores.
std::string environmentName(std::string_view section, std::string_view key);

/// Whether Kubernetes made the variable: into every container it puts variables about each Service of the namespace, and those of a
/// Service called flyte-webhook begin as ours do.
bool isServiceVariable(std::string_view name, std::string_view value);

} // namespace flyte_webhook::host
