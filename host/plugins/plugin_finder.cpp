#include "plugin_finder.h"
#include "plugin_error.h"
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

namespace fs = std::filesystem;

/// Whoever can replace a folder on the way can replace what lies below it. Empty: nobody can.
std::string dangerOnTheWay(const fs::path& path)
{
    struct stat status
    {
    };
    for (auto folder = path.parent_path(); ::stat(folder.c_str(), &status) == 0; folder = folder.parent_path())
    {
        const bool foreign = status.st_uid != 0 && status.st_uid != ::geteuid();
        const bool open = (status.st_mode & (S_IWGRP | S_IWOTH)) && !(status.st_mode & S_ISVTX);
        if (foreign || open) return "it lies below " + folder.string() + ", which others than root and the own user may write to";
        if (folder == folder.root_path()) break;
    }
    return {};
}

/// Why what lies at a path must not be used; empty: it may be.
std::string danger(const std::string& path, const struct stat& status)
{
    if (status.st_uid != 0 && status.st_uid != ::geteuid())
        return "it belongs to another user; it must belong to root or to the user that the server runs as";
    if (status.st_mode & (S_IWGRP | S_IWOTH)) return "its group or others may write to it; take that away (chmod go-w)";
    std::error_code error;
    return dangerOnTheWay(fs::canonical(path, error));
}

void requireSafe(const std::string& path)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) != 0) throw PluginError(path, std::string("it cannot be looked at: ") + std::strerror(errno));
    if (const auto reason = danger(path, status); !reason.empty()) throw PluginError(path, reason);
}

[[noreturn]] void failToRead(const std::string& directory, const std::string& reason)
{
    throw PluginError::ofDirectory(directory, "it cannot be read: " + reason +
                                                  "; set directories of [plugins] to some that are there and that this user may read");
}

void requireSafeDirectory(const std::string& directory)
{
    struct stat status
    {
    };
    if (::stat(directory.c_str(), &status) != 0) failToRead(directory, std::strerror(errno));
    if (const auto reason = danger(directory, status); !reason.empty()) throw PluginError::ofDirectory(directory, reason);
}

/// Opening a library that was cut off ends the process instead of failing, so it is held against what its header says: the table of
/// sections lies at a library's end.
void requireWhole(const std::string& path)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) throw PluginError(path, "it is no file");
    Elf64_Ehdr header{};
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw PluginError(path, "it cannot be read");
    stream.read(reinterpret_cast<char*>(&header), sizeof header);
    if (stream.gcount() < SELFMAG || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        throw PluginError(path, "it is no ELF file, so no plugin; rebuild or remove it");
    const auto end = header.e_shoff + std::uint64_t{header.e_shnum} * header.e_shentsize;
    if (stream.gcount() < static_cast<std::streamsize>(sizeof header) || end < header.e_shoff ||
        end > static_cast<std::uint64_t>(status.st_size))
        throw PluginError(path, "it is cut off; install it again");
}

void findIn(const std::string& directory, std::map<std::string, PluginFile>& found)
{
    requireSafeDirectory(directory);
    std::error_code error, ignored;
    for (auto entry = fs::directory_iterator(directory, error); !error && entry != fs::end(entry); entry.increment(error))
    {
        const auto& path = entry->path();
        if (path.extension() != ".so" || entry->is_directory(ignored)) continue;
        found.emplace(path.stem().string(), PluginFile{path.stem().string(), path.string()});
    }
    if (error) failToRead(directory, error.message());
}

} // namespace

std::vector<PluginFile> findPlugins(const std::vector<std::string>& directories)
{
    std::map<std::string, PluginFile> found;
    for (const auto& directory : directories) findIn(directory, found);
    std::vector<PluginFile> files;
    for (auto& [name, file] : found)
    {
        try
        {
            requireSafe(file.path);
            requireWhole(file.path);
        }
        catch (const PluginError& e)
        {
            file.problem = e.what();
        }
        files.push_back(std::move(file));
    }
    return files;
}

FileState FileState::of(const std::string& path)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino, static_cast<unsigned long long>(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

std::string installedPluginDirectory()
{
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error).parent_path();
    const auto beside = program / "plugins";
    return fs::is_directory(beside, error) ? beside.string() : (program / FLYTE_WEBHOOK_PLUGIN_PATH).lexically_normal().string();
}

} // namespace flyte_webhook::host
