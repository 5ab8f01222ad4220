#pragma once
#include <string>

namespace flyte_webhook::sandbox
{

/// The file of the program that runs, for commands that are a mode of it. Throws std::filesystem::filesystem_error.
std::string ownProgram();

} // namespace flyte_webhook::sandbox
