#pragma once
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>

namespace flyte_webhook::sandbox
{

/// What the command line asks for.
struct Options
{
    std::string folder; ///< of the state; empty: a temporary one
    std::string tasks;  ///< folder of the task files
    std::string apps;   ///< folder of the app files
    unsigned short grpcPort = 0, httpPort = 0;
    std::size_t processes = 4;
    bool untilEof = false;
    bool version = false, help = false;
};

/// A command line that cannot be understood; the text says what would be right.
struct UsageError : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Throws UsageError.
Options readOptions(int count, const char* const* arguments);

/// What --help prints.
std::string helpText();

/// Where the shipped tasks and apps lie: for a program in a folder `bin` beside that, in `share`; else in the source tree that it was
/// built from.
std::string shippedFiles();

} // namespace flyte_webhook::sandbox
