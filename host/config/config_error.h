#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// One thing that is wrong with the configuration.
struct ConfigError
{
    std::string where;   ///< "/etc/.../x.ini:12", "environment variable FLYTE_WEBHOOK_..." or "--set"
    std::string key;     ///< "section.key", "[section]", or empty when the line is neither
    std::string message; ///< what came, and what would be right

    /// The line for the operator: "where: key: message". One line of UTF-8, whatever the parts hold.
    std::string text() const;
};

using ConfigErrors = std::vector<ConfigError>;

/// A value as a message shows it: in quotes, shortened, control characters escaped, and what stands before the @ of an URL left out.
std::string shown(std::string_view value);

} // namespace flyte_webhook::host
