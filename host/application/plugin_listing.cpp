#include "plugin_listing.h"
#include "plugins/plugin_error.h"
#include "plugins/plugin_inspector.h"
#include <filesystem>
#include <iomanip>
#include <ostream>

namespace flyte_webhook::host
{

namespace
{

bool print(std::ostream& out, const PluginFile& file, const PluginReport& report)
{
    out << file.path << '\n';
    if (!report.problem.empty())
    {
        out << "  broken: " << report.problem << '\n';
        return false;
    }
    out << "  " << file.name << ' ' << report.version << " (interface " << report.interface << ')';
    if (!report.summary.empty()) out << ": " << report.summary;
    out << '\n';
    for (const auto& endpoint : report.endpoints)
        out << "  " << std::left << std::setw(24) << endpoint.id << ' ' << std::setw(6) << endpoint.method << ' ' << endpoint.path << '\n';
    return true;
}

} // namespace

bool printPlugin(std::ostream& out, const std::string& file)
{
    const PluginFile named{std::filesystem::path(file).stem().string(), std::filesystem::absolute(file).string()};
    return print(out, named, inspectPlugin(named));
}

bool printPlugins(std::ostream& out, const std::vector<std::string>& directories)
{
    try
    {
        bool good = true;
        const auto files = findPlugins(directories);
        const auto reports = inspectPlugins(files);
        for (std::size_t i = 0; i < files.size(); ++i) good = print(out, files[i], reports[i]) && good;
        if (files.empty()) out << "no plugins are installed\n";
        return good;
    }
    catch (const PluginError& e)
    {
        out << "broken: " << e.what() << '\n';
        return false;
    }
}

} // namespace flyte_webhook::host
