#pragma once
#include "config/config_error.h"
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// One "key = value" of a configuration file.
struct ConfigLine
{
    std::string section, key, value;
    std::string where; ///< "file:line"
};

/// Reads an INI file: "[section]" lines, "key = value" lines, empty lines, and comment lines that begin with # or ;. What cannot be
/// understood, or read at all, becomes an error, and so does a key that one section has twice, in one piece or in several.
std::vector<ConfigLine> readConfigFile(const std::string& file, ConfigErrors& errors);

/// The same for a text that came from `file`.
std::vector<ConfigLine> parseConfig(std::string_view text, const std::string& file, ConfigErrors& errors);

} // namespace flyte_webhook::host
