#pragma once
#include "config/configuration.h"
#include <map>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// Every key that was written anywhere, the last one winning, and what is wrong with how it was written. Immutable once made.
class ConfigLayers
{
public:
    /// Reads all sources; adds what is wrong to `errors`: files that cannot be read, lines, sections and keys that nobody knows.
    ConfigLayers(const ConfigSources& sources, ConfigErrors& errors);

    /// The value of a key that settingTable() has, or null when nobody wrote it.
    const Written* find(std::string_view section, std::string_view key) const;

    /// As Settings has them.
    const std::map<std::string, std::map<std::string, Written>>& pluginSections() const { return _plugins; }
    const std::map<std::string, std::string>& pluginEnvironment() const { return _pluginEnvironment; }

private:
    void readFiles(const ConfigSources& sources);
    void readFile(const std::string& file);
    void readVariable(const std::string& name, const std::string& value);
    void readSet(const std::string& set);
    void take(const std::string& section, const std::string& key, Written written);

    ConfigErrors& _errors;
    std::map<std::string, Written> _values; ///< "section.key" ->
    std::map<std::string, std::map<std::string, Written>> _plugins;
    std::map<std::string, std::string> _pluginEnvironment;
};

/// Whether a text may be a plugin's name: [a-z][a-z0-9-]*.
bool isPluginSectionName(std::string_view name) noexcept;

} // namespace flyte_webhook::host
