#pragma once
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// Which file it is that lies at a path: another one, or one that was written to, has another state.
struct FileState
{
    unsigned long long device = 0, node = 0, size = 0;
    long long changedSeconds = 0, changedNanoseconds = 0;

    /// All zero when there is no such file.
    static FileState of(const std::string& path);

    friend bool operator==(const FileState& a, const FileState& b)
    {
        return a.device == b.device && a.node == b.node && a.size == b.size && a.changedSeconds == b.changedSeconds &&
               a.changedNanoseconds == b.changedNanoseconds;
    }
};

/// A library that may be a plugin; its name is that of the file without ".so", and must be the plugin's own.
struct PluginFile
{
    std::string name;
    std::string path;
    std::string problem{}; ///< why it must not be opened, as PluginError says it; empty: it may be
};

/// The plugin libraries in the directories, by name; of two that bear the same name the one in the earlier directory counts. A library that
/// others than root and the own user could write to has that as its problem, because what is loaded runs with everything that the server
/// may do. Throws PluginError when a directory cannot be read, or could be written to by others.
std::vector<PluginFile> findPlugins(const std::vector<std::string>& directories);

/// Where the plugins lie that came with this program: beside it in a build tree, else in the installed tree.
std::string installedPluginDirectory();

} // namespace flyte_webhook::host
