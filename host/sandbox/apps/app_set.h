#pragma once
#include "sandbox/apps/app.h"
#include <stdexcept>
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// App files that cannot be used; the text tells every one and everything that is wrong with it, a line each.
struct BadAppFiles : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Reads every *.json of the folder, in name order; there may be none. Throws BadAppFiles.
std::vector<App> loadApps(const std::string& folder);

} // namespace flyte_webhook::sandbox
