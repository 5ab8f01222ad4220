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

/// Opens a plugin in a process of its own, so that a library that crashes, hangs or leaves something behind does so there, and that what
/// is only looked at never becomes a part of the server. A library that takes longer than `patience` is reported as a problem.
/// Thread: the starting one, while it is the only one (the process is forked).
PluginReport inspectPlugin(const PluginFile& file, std::chrono::milliseconds patience = std::chrono::seconds(10));

} // namespace flyte_webhook::host
