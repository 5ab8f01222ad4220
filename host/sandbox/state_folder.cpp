#include "sandbox/state_folder.h"
#include "sandbox/base/error_text.h"
#include "sandbox/base/log_line.h"
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr const char* temporaryName = "flyte-webhook-sandbox-XXXXXX"; // as mkdtemp() wants it
constexpr const char* lockName = "/lock";
constexpr const char* markName = "/temporary"; // there only in a folder that may be removed
constexpr std::chrono::minutes oldest{1};      // that a folder can be which a starting sandbox has not locked yet

bool isTemporaryName(const std::string& name)
{
    const std::string_view pattern = temporaryName;
    return name.size() == pattern.size() && name.compare(0, name.rfind('-'), pattern, 0, pattern.rfind('-')) == 0;
}

bool isOwnFolder(const std::string& path)
{
    struct stat status
    {
    };
    return ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::geteuid();
}

/// Whether the sandbox that made the folder was killed: it lives no more, but its folder is there.
bool isLeftBehind(const std::string& folder)
{
    if (!isOwnFolder(folder) || ::access((folder + markName).c_str(), F_OK) != 0) return false;
    const Descriptor lock(::open((folder + lockName).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat status
    {
    };
    if (!lock || ::fstat(lock.number(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    const auto made = std::chrono::system_clock::from_time_t(status.st_mtime);
    return std::chrono::system_clock::now() - made > oldest && ::flock(lock.number(), LOCK_EX | LOCK_NB) == 0;
}

/// Removes what killed sandboxes left. What cannot be removed stays: this sandbox has a folder of its own.
void removeLeftBehind()
{
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path(), error))
    {
        const std::string path = entry.path().string();
        if (!isTemporaryName(entry.path().filename().string()) || !isLeftBehind(path)) continue;
        std::filesystem::remove_all(path, error);
        logLine(error ? "cannot remove " + path + ", which a killed sandbox left behind: " + error.message()
                      : "removed " + path + ", which a killed sandbox had left behind");
    }
}

std::string temporaryFolder()
{
    removeLeftBehind();
    std::string pattern = (std::filesystem::temp_directory_path() / temporaryName).string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder like " + pattern + ": " + errorText());
    const Descriptor mark(::open((pattern + markName).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!mark) throw std::runtime_error("cannot write into the temporary folder " + pattern + ": " + errorText());
    return pattern;
}

std::string madeFolder(const std::string& path)
{
    try
    {
        if (std::filesystem::create_directories(path)) std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        return std::filesystem::canonical(path).string();
    }
    catch (const std::filesystem::filesystem_error& e)
    {
        throw std::runtime_error("cannot make the folder " + path + ": " + e.code().message());
    }
}

Descriptor locked(const std::string& folder)
{
    const std::string file = folder + lockName;
    Descriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock) throw std::runtime_error("cannot open " + file + ": " + errorText());
    if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0)
        throw std::runtime_error("the folder " + folder + " is in use by another sandbox: end that one, or choose another folder");
    return lock;
}

} // namespace

StateFolder::StateFolder(const std::string& path)
    : _temporary(path.empty()), _path(path.empty() ? temporaryFolder() : madeFolder(path)), _lock(locked(_path))
{
}

StateFolder::~StateFolder()
{
    std::error_code ignored;
    if (_temporary) std::filesystem::remove_all(_path, ignored);
}

} // namespace flyte_webhook::sandbox
