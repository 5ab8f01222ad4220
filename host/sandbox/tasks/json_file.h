#pragma once
#include "sandbox/base/clock.h"
#include "sandbox/tasks/json_reader.h"
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace flyte_webhook::sandbox
{

/// Every *.json of the folder, in name order.
std::vector<std::string> jsonFiles(const std::string& folder, std::error_code& error);

/// The JSON of a file. Nothing, and the reason is noted, when it cannot be read or is no JSON.
std::optional<rapidjson::Document> parseJsonFile(const std::string& path, Problems& problems);

/// When the file was changed last; the epoch when that cannot be told.
Time changeOf(const std::string& path);

} // namespace flyte_webhook::sandbox
