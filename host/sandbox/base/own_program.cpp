#include "sandbox/base/own_program.h"
#include <filesystem>

namespace flyte_webhook::sandbox
{

std::string ownProgram() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

} // namespace flyte_webhook::sandbox
