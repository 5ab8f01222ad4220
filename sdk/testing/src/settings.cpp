#include "settings.h"
#include <flyte_webhook/plugin/bytes.h>
#include <flyte_webhook/plugin/text.h>
#include <stdexcept>

namespace flyte_webhook::testing
{

namespace
{

std::string trimmed(const std::string& text)
{
    const auto begin = text.find_first_not_of(" \t");
    return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string> split(const std::string& text)
{
    std::vector<std::string> items;
    for (std::size_t begin = 0; begin <= text.size();)
    {
        const auto end = std::min(text.find(',', begin), text.size());
        if (auto item = trimmed(text.substr(begin, end - begin)); !item.empty()) items.push_back(std::move(item));
        begin = end + 1;
    }
    return items;
}

/// The text form of a type from what an operator writes; throws std::logic_error when it is none.
std::string textForm(std::uint32_t type, const std::string& written)
{
    switch (type)
    {
    case FW_STRING: return written;
    case FW_INTEGER: return toText(fromText<std::int64_t>(written));
    case FW_NUMBER: return toText(fromText<double>(written));
    case FW_STRING_LIST: return toText(split(written));
    case FW_BOOLEAN:
        if (written != "true" && written != "false") throw std::logic_error("no boolean: " + written);
        return written;
    default: throw std::logic_error("a setting cannot be of type " + std::to_string(type));
    }
}

} // namespace

Settings::Settings(const fw_plugin_table& table) : _table(table)
{
    for (std::size_t i = 0; i < table.setting_count; ++i)
        if (!table.settings[i]->required)
            set(std::string(toView(table.settings[i]->key)), std::string(toView(table.settings[i]->fallback)));
    setFact("webhook.name", "flyte-webhook");
    setFact("webhook.project", "flytesnacks");
    setFact("webhook.domain", "development");
    setFact("control_plane.console_url", "http://console");
}

void Settings::set(const std::string& key, const std::string& text)
{
    for (std::size_t i = 0; i < _table.setting_count; ++i)
    {
        if (toView(_table.settings[i]->key) != key) continue;
        _values[key] = textForm(_table.settings[i]->type, text);
        return;
    }
    throw std::logic_error("the plugin declares no setting '" + key + "'");
}

void Settings::setFact(const std::string& key, const std::string& value)
{
    if (key.find('.') == std::string::npos) throw std::logic_error("a fact's name has a dot, as in webhook.project: '" + key + "'");
    _values[key] = value;
}

std::string Settings::missing() const
{
    std::string names;
    for (std::size_t i = 0; i < _table.setting_count; ++i)
    {
        const std::string key(toView(_table.settings[i]->key));
        if (!_values.count(key)) names += (names.empty() ? "" : ", ") + key;
    }
    return names;
}

} // namespace flyte_webhook::testing
