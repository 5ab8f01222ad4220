#pragma once
#include "config/settings.h"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// One key of the configuration. The parsing, the check, the default, the shipped file and the environment's names all come from it.
struct SettingDeclaration
{
    /// Checks a text and stores its value; returns what is wrong with it and what would be right, and then has changed nothing.
    using Accept = std::function<std::optional<std::string>(Settings&, std::string_view)>;

    const char* section;
    const char* key;
    std::optional<std::string> fallback; ///< as an operator would write it; nothing: not set
    std::string help;
    Accept accept;

    std::string name() const { return std::string(section) + "." + key; }
};

/// Every key, in the order of the shipped file; keys of one section stand together.
const std::vector<SettingDeclaration>& settingTable();

/// The declaration of a key, or null.
const SettingDeclaration* findSetting(std::string_view section, std::string_view key);

/// The names of the sections, and of the keys of one of them.
std::vector<std::string> sectionNames();
std::vector<std::string> keyNames(std::string_view section);

} // namespace flyte_webhook::host
