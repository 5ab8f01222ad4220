#include "plugin_finder.h"
#include "plugin_error.h"
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

namespace fs = std::filesystem;

void requireSafe(const std::string& path)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) != 0) throw PluginError(path, std::string("it cannot be looked at: ") + std::strerror(errno));
    if (status.st_uid != 0 && status.st_uid != ::geteuid())
        throw PluginError(path, "it belongs to another user; it must belong to root or to the user that the server runs as");
    if (status.st_mode & (S_IWGRP | S_IWOTH)) throw PluginError(path, "its group or others may write to it; take that away (chmod go-w)");
}

void findIn(const std::string& directory, std::map<std::string, PluginFile>& found)
{
    requireSafe(directory);
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(directory, error))
    {
        const auto& path = entry.path();
        if (path.extension() != ".so" || entry.is_directory(error)) continue;
        found.emplace(path.stem().string(), PluginFile{path.stem().string(), path.string()});
    }
    if (error) throw PluginError(directory, "the directory cannot be read: " + error.message());
}

} // namespace

std::vector<PluginFile> findPlugins(const std::vector<std::string>& directories)
{
    std::map<std::string, PluginFile> found;
    for (const auto& directory : directories) findIn(directory, found);
    std::vector<PluginFile> files;
    for (auto& [name, file] : found)
    {
        requireSafe(file.path);
        files.push_back(std::move(file));
    }
    return files;
}

std::string installedPluginDirectory()
{
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error).parent_path();
    const auto beside = program / "plugins";
    return fs::is_directory(beside, error) ? beside.string() : (program / FLYTE_WEBHOOK_PLUGIN_PATH).lexically_normal().string();
}

} // namespace flyte_webhook::host
