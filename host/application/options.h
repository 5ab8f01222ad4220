#pragma once
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// What the command line asks for.
struct Options
{
    enum class Task
    {
        serve,
        help,
        version,
        checkConfig,
        listPlugins,
        isConfigured,
        inspectPlugin,
        describePlugin,
        printOpenApi
    };
    Task task = Task::serve;
    std::vector<std::string> plugins; ///< to inspect (one) or describe
    std::string config;               ///< empty: the default file
    std::vector<std::string> sets;
    std::string portFile;
    bool sandbox = false;
    std::string sandboxDirectory;
};

} // namespace flyte_webhook::host
