#include "plugin_settings.h"
#include "base/utf8.h"
#include "configuration.h"
#include "endpoints/endpoint.h"
#include "endpoints/text_forms.h"
#include "endpoints/validation_errors.h"
#include "environment_names.h"
#include "suggestion.h"
#include "value_forms.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

std::string listText(std::string_view written)
{
    std::string text;
    for (const auto& item : splitList(written)) text += (text.empty() ? "[" : ",") + quoted(item);
    return text.empty() ? "[]" : text + "]";
}

std::optional<std::string> textForm(fw_type type, std::string_view written)
{
    return type == FW_STRING_LIST ? listText(written) : fromQueryText(type, written);
}

const char* rightForm(fw_type type)
{
    switch (type)
    {
    case FW_INTEGER: return "a whole number";
    case FW_NUMBER: return "a number, such as 0.5";
    case FW_BOOLEAN: return "true or false";
    default: return "a text";
    }
}

/// A text may be a secret, so it is shown only where it must be one of a few words.
std::string came(const DeclaredSetting& setting, const Constraints& constraints, const std::string& value)
{
    return setting.type == FW_STRING && constraints.values.empty() ? "the text" : shown(value);
}

/// The text form of a written value. Nothing when it does not fit, which was told then.
std::optional<std::string> checked(const DeclaredSetting& setting, const Written& written, const std::string& name, ConfigErrors& errors)
{
    const auto text = textForm(setting.type, written.value);
    const auto refuse = [&](std::string message) { errors.push_back({written.where, name, std::move(message)}); };
    if (!text)
    {
        refuse(shown(written.value) + " is no " + typeName(setting.type) + "; write " + rightForm(setting.type));
        return std::nullopt;
    }
    const auto constraints = Constraints::parse(setting.schema).value_or(Constraints());
    const auto violation = constraints.violation(setting.type, *text);
    if (violation) refuse(came(setting, constraints, written.value) + " does not fit; it should be " + violation->right);
    return violation ? std::nullopt : text;
}

} // namespace

const Written* PluginSettings::find(const std::string& plugin, const std::string& key, Written& fromEnvironment)
{
    const auto section = _settings.plugin.find(plugin);
    const Written* written = nullptr;
    if (section != _settings.plugin.end())
        if (const auto found = section->second.find(key); found != section->second.end()) written = &found->second;
    const auto variable = _settings.pluginEnvironment.find(environmentName("plugin." + plugin, key));
    if (variable == _settings.pluginEnvironment.end()) return written;
    _variables.insert(variable->first);
    if (written && written->where == commandLineWhere) return written;
    fromEnvironment = {std::string(trimmed(variable->second)), "environment variable " + variable->first};
    return &fromEnvironment;
}

PluginSettings::Values PluginSettings::read(const std::string& plugin, const std::vector<DeclaredSetting>& declared, ConfigErrors& errors)
{
    _plugins.insert(plugin);
    Values values;
    for (const auto& setting : declared)
    {
        const auto name = "plugin." + plugin + "." + setting.key;
        Written fromEnvironment;
        const auto* written = find(plugin, setting.key, fromEnvironment);
        const Written fallback{setting.fallback, "the plugin's default"};
        const bool scalar = setting.type != FW_STRING && setting.type != FW_STRING_LIST;
        if (setting.required && (!written || written->value.empty()))
            errors.push_back({written ? written->where : "[plugin." + plugin + "]", name,
                              "it is missing; write " + (setting.help.empty() ? std::string("its value") : setting.help)});
        else if (written && (!isUtf8(written->value) || hasControlCharacter(written->value)))
            errors.push_back({written->where, name, "it holds control characters or is no UTF-8; write one line of plain text"});
        else if (written || !scalar || !setting.fallback.empty())
            if (auto value = checked(setting, written ? *written : fallback, name, errors)) values[setting.key] = *std::move(value);
    }
    refuseUndeclared(plugin, declared, errors);
    return values;
}

void PluginSettings::refuseUndeclared(const std::string& plugin, const std::vector<DeclaredSetting>& declared, ConfigErrors& errors) const
{
    std::vector<std::string> keys;
    for (const auto& setting : declared) keys.push_back(setting.key);
    const auto section = _settings.plugin.find(plugin);
    if (section == _settings.plugin.end()) return;
    for (const auto& [key, written] : section->second)
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            errors.push_back({written.where, "plugin." + plugin + "." + key, "the plugin has no such setting" + suggestion(key, keys)});
}

bool PluginSettings::isOfUnread(const std::string& variable, const std::vector<std::string>& known) const
{
    const auto isOf = [&](const std::string& plugin)
    {
        const auto prefix = environmentName("plugin." + plugin, "");
        return variable.compare(0, prefix.size(), prefix) == 0;
    };
    return std::any_of(known.begin(), known.end(), [&](const auto& plugin) { return !_plugins.count(plugin) && isOf(plugin); });
}

ConfigErrors PluginSettings::unknown(const std::vector<std::string>& known) const
{
    ConfigErrors errors;
    std::set<std::string> all(known.begin(), known.end());
    all.insert(_plugins.begin(), _plugins.end());
    const std::vector<std::string> names(all.begin(), all.end());
    for (const auto& [plugin, keys] : _settings.plugin)
        if (std::find(names.begin(), names.end(), plugin) == names.end() && !keys.empty())
            errors.push_back(
                {keys.begin()->second.where, "[plugin." + plugin + "]", "there is no such plugin" + suggestion(plugin, names)});
    for (const auto& [variable, value] : _settings.pluginEnvironment)
        if (!_variables.count(variable) && !isOfUnread(variable, known))
            errors.push_back({"environment variable " + variable,
                              {},
                              "no plugin has such a setting; a variable is " + std::string(pluginVariablePrefix) + "<NAME>_<KEY>"});
    return errors;
}

} // namespace flyte_webhook::host
