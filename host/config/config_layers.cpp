#include "config_layers.h"
#include "base/sandbox_secret.h"
#include "base/utf8.h"
#include "config_file.h"
#include "environment_names.h"
#include "setting_table.h"
#include "suggestion.h"
#include "value_forms.h"
#include <algorithm>
#include <filesystem>
#include <set>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

constexpr std::string_view pluginSection = "plugin.";

/// The drop-ins beside a configuration file, in name order. A folder that is not there holds none.
std::set<std::string> dropIns(const std::string& file, ConfigErrors& errors)
{
    namespace fs = std::filesystem;
    std::set<std::string> files;
    const auto folder = fs::path(file).parent_path() / "conf.d";
    std::error_code error;
    if (!fs::exists(folder, error) && !error) return files;
    for (fs::directory_iterator i(folder, error); !error && i != fs::directory_iterator(); i.increment(error))
    {
        const auto name = i->path().filename().string();
        if (i->path().extension() == ".ini" && name.front() != '.') files.insert(i->path().string());
    }
    if (error)
        errors.push_back(
            {folder.string(), {}, "the folder cannot be read: " + error.message() + "; make it a folder that this user may read"});
    return files;
}

/// "; did you mean ...?" for a key that its section does not have: one of the section's, or the same key of another section.
std::string keySuggestion(const std::string& section, const std::string& key)
{
    const auto own = keyNames(section);
    if (!nearest(key, own))
        for (const auto& setting : settingTable())
            if (setting.key == key) return "; did you mean " + setting.name() + "?";
    return suggestion(key, own);
}

std::string variableSuggestion(const std::string& name)
{
    std::vector<std::string> known;
    for (const auto& setting : settingTable()) known.push_back(environmentName(setting.section, setting.key));
    if (const auto near = nearest(name, known)) return "; did you mean " + *near + "?";
    return "; a variable is " + std::string(environmentPrefix) + "<SECTION>_<KEY> of a key that the configuration file has";
}

} // namespace

bool isPluginSectionName(std::string_view name) noexcept
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name.front() >= 'a' && name.front() <= 'z' && std::all_of(name.begin(), name.end(), fits);
}

std::vector<std::pair<std::string, std::string>> ConfigSources::processEnvironment()
{
    std::vector<std::pair<std::string, std::string>> variables;
    for (char** entry = environ; entry && *entry; ++entry)
    {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals != text.npos) variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

ConfigLayers::ConfigLayers(const ConfigSources& sources, ConfigErrors& errors) : _errors(errors)
{
    readFiles(sources);
    for (const auto& [name, value] : sources.environment) readVariable(name, value);
    for (const auto& set : sources.sets) readSet(set);
}

const Written* ConfigLayers::find(std::string_view section, std::string_view key) const
{
    const auto found = _values.find(std::string(section) + "." + std::string(key));
    return found == _values.end() ? nullptr : &found->second;
}

void ConfigLayers::readFiles(const ConfigSources& sources)
{
    if (sources.file.empty()) return;
    std::error_code error;
    if (sources.fileIsNamed || std::filesystem::exists(sources.file, error) || error) readFile(sources.file);
    for (const auto& file : dropIns(sources.file, _errors)) readFile(file);
}

void ConfigLayers::readFile(const std::string& file)
{
    for (auto& line : readConfigFile(file, _errors)) take(line.section, line.key, {std::move(line.value), std::move(line.where)});
}

void ConfigLayers::readVariable(const std::string& name, const std::string& value)
{
    if (name.compare(0, environmentPrefix.size(), environmentPrefix) != 0) return;
    if (name.compare(0, pluginVariablePrefix.size(), pluginVariablePrefix) == 0)
    {
        _pluginEnvironment[name] = value;
        return;
    }
    if (isServiceVariable(name, value) || name.compare(0, sandboxSecretPrefix.size(), sandboxSecretPrefix) == 0) return;
    const auto where = "environment variable " + name;
    for (const auto& setting : settingTable())
        if (environmentName(setting.section, setting.key) == name)
            return take(setting.section, setting.key, {std::string(trimmed(value)), where});
    _errors.push_back({where, {}, "no key has this variable" + variableSuggestion(name)});
}

void ConfigLayers::readSet(const std::string& set)
{
    const auto equals = set.find('=');
    const auto name = trimmed(std::string_view(set).substr(0, equals));
    const auto dot = name.rfind('.');
    if (equals == set.npos || dot == name.npos || dot == 0 || dot + 1 == name.size())
        return _errors.push_back({commandLineWhere, {}, shown(set) + " is no setting; write --set section.key=value"});
    take(std::string(name.substr(0, dot)), std::string(name.substr(dot + 1)),
         {std::string(trimmed(std::string_view(set).substr(equals + 1))), commandLineWhere});
}

void ConfigLayers::take(const std::string& section, const std::string& key, Written written)
{
    const auto refuse = [&](std::string name, std::string message) {
        _errors.push_back({written.where, std::move(name), std::move(message)});
    };
    const auto name = section + "." + key;
    if (!isUtf8(written.value) || hasControlCharacter(written.value))
        return refuse(name, shown(written.value) + " holds control characters or is no UTF-8; write one line of plain text");
    if (section.compare(0, pluginSection.size(), pluginSection) == 0)
    {
        const auto plugin = section.substr(pluginSection.size());
        if (isPluginSectionName(plugin))
            _plugins[plugin][key] = std::move(written);
        else
            refuse("[" + section + "]",
                   shown(plugin) + " is no plugin's name; write [plugin.NAME] with lower-case letters, digits, dashes");
        return;
    }
    const auto sections = sectionNames();
    if (std::find(sections.begin(), sections.end(), section) == sections.end())
        refuse("[" + section + "]", "there is no such section" + suggestion(section, sections));
    else if (!findSetting(section, key))
        refuse(name, "there is no such key" + keySuggestion(section, key));
    else
        _values[name] = std::move(written);
}

} // namespace flyte_webhook::host
