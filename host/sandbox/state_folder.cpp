#include "sandbox/state_folder.h"
#include "sandbox/base/error_text.h"
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <sys/file.h>

namespace flyte_webhook::sandbox
{
namespace
{

std::string temporaryFolder()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "flyte-webhook-sandbox-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder like " + pattern + ": " + errorText());
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
    const std::string file = folder + "/lock";
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
