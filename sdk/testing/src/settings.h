#pragma once
#include <flyte_webhook/abi.h>
#include <map>
#include <optional>
#include <string>

namespace flyte_webhook::testing
{

/// The settings and facts of one plugin in their text forms. Thread: one at a time.
class Settings
{
public:
    explicit Settings(const fw_plugin_table& table);

    /// An operator's text; throws std::logic_error when the plugin declares no such key or the text does not fit its type.
    void set(const std::string& key, const std::string& text);
    void setFact(const std::string& key, const std::string& value);

    /// The required keys that have no value, separated by commas.
    std::string missing() const;

    std::map<std::string, std::string> values() const { return _values; }

private:
    const fw_plugin_table& _table;
    std::map<std::string, std::string> _values;
};

} // namespace flyte_webhook::testing
