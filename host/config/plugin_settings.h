#pragma once
#include "config/config_error.h"
#include "config/settings.h"
#include <flyte_webhook/abi.h>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// One key of a plugin's section, as the plugin declares it; see fw_setting.
struct DeclaredSetting
{
    std::string key;
    fw_type type = FW_STRING;
    std::string fallback; ///< as an operator would write it
    bool required = false;
    std::string help;
    std::string schema; ///< a JSON object or empty
};

/// Checks what operators wrote for plugins against what the plugins declare: the sections [plugin.NAME] of files and --set, and the
/// environment's FLYTE_WEBHOOK_PLUGIN_<NAME>_<KEY>, which only the declarations can tell apart. Thread: one at a time.
class PluginSettings
{
public:
    /// key -> value in the text form of its type. A key without a value is left out: a number or boolean with an empty fallback.
    using Values = std::map<std::string, std::string>;

    /// The settings must outlive this object.
    explicit PluginSettings(const Settings& settings) : _settings(settings) {}

    /// The values of one plugin; adds everything that is wrong with them to `errors`.
    Values read(const std::string& plugin, const std::vector<DeclaredSetting>& declared, ConfigErrors& errors);

    /// What was written for a plugin that is neither among `known` nor was read: one error each. With the names of all installed plugins
    /// as `known`, the section of one that is not enabled passes.
    ConfigErrors unknown(const std::vector<std::string>& known) const;

private:
    const Written* find(const std::string& plugin, const std::string& key, Written& fromEnvironment);
    bool isOfUnread(const std::string& variable, const std::vector<std::string>& known) const;
    void refuseUndeclared(const std::string& plugin, const std::vector<DeclaredSetting>& declared, ConfigErrors& errors) const;

    const Settings& _settings;
    std::set<std::string> _plugins;   ///< that were read
    std::set<std::string> _variables; ///< that were taken
};

} // namespace flyte_webhook::host
