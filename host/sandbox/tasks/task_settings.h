#pragma once
#include "sandbox/tasks/json_reader.h"
#include <flyteidl2/core/tasks.pb.h>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{

// The settings of a task beside its interface and its command. Each function reads one key of the file into the template.

/// `secrets`: a list of keys, or of objects with `key`, `group` and `env`.
void readSecrets(ObjectReader& reader, Problems& problems, flyteidl2::core::TaskTemplate& task);

/// `cache`: "disable", "auto", or an object with `version`, `serialize` and `ignore`. The inputs must have been read.
void readCache(ObjectReader& reader, Problems& problems, flyteidl2::core::TaskTemplate& task);

/// `timeout`: a duration with its unit.
void readTimeout(ObjectReader& reader, flyteidl2::core::TaskTemplate& task);

/// The names of the inputs, in order.
std::vector<std::string> inputNames(const flyteidl2::core::TaskTemplate& task);

/// Whether the text has 1 to 200 letters, digits and characters of `further`.
bool consistsOf(std::string_view text, std::string_view further);

} // namespace flyte_webhook::sandbox
