#pragma once
#include "plugins/plugin_finder.h"
#include <chrono>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// What a plugin library is, or why it is none that can be used.
struct PluginReport
{
    struct EndpointLine
    {
        std::string id, method, path;
    };
    std::string problem; ///< empty: it can be used
    std::string version, interface, summary;
    std::vector<EndpointLine> endpoints;
};

/// The file that this process was started from.
std::string ownProgram();

/// Looks at plugins in a process of its own, so that a library that crashes, hangs or leaves something behind does so there, and that
/// what is only looked at never becomes a part of the server. One that crashes, or takes longer than `patience`, is reported as a problem;
/// another process goes on with those behind it. The process is `program` (this one's own file) with the option --describe-plugin for each.
/// A report for each file, in their order. Thread: any.
std::vector<PluginReport> inspectPlugins(const std::vector<PluginFile>& files, const std::string& program = ownProgram(),
                                         std::chrono::milliseconds patience = std::chrono::seconds(10));

/// The same for one.
PluginReport inspectPlugin(const PluginFile& file, const std::string& program = ownProgram(),
                           std::chrono::milliseconds patience = std::chrono::seconds(10));

/// What that process does: opens one plugin after the other and writes what it is to `descriptor`. Returns the exit status.
int describePlugins(const std::vector<std::string>& paths, int descriptor);

/// Where it finds the descriptor to write to: standard output belongs to whatever the plugin prints.
constexpr int descriptionDescriptor = 3;

} // namespace flyte_webhook::host
