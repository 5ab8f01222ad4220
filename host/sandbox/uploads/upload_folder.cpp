#include "sandbox/uploads/upload_folder.h"
#include "sandbox/base/descriptor.h"
#include "sandbox/base/error_text.h"
#include <Poco/Base64Encoder.h>
#include <Poco/MD5Engine.h>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sstream>
#include <stdlib.h>
#include <sys/stat.h>

namespace flyte_webhook::sandbox
{
namespace
{

std::string md5Of(std::string_view bytes)
{
    Poco::MD5Engine engine;
    engine.update(bytes.data(), static_cast<unsigned>(bytes.size()));
    return Poco::DigestEngine::digestToHex(engine.digest());
}

void check(const UploadTicket& ticket, std::string_view bytes)
{
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (ticket.size != 0 && size != ticket.size)
        throw UploadRefused(400, "the file has " + std::to_string(size) + " bytes, but " + std::to_string(ticket.size) + " were announced");
    if (md5Of(bytes) != ticket.md5) throw UploadRefused(400, "the MD5 of the file is not the announced one");
}

void writeAll(const Descriptor& file, std::string_view bytes)
{
    while (!bytes.empty())
    {
        const ssize_t size = ::write(file.number(), bytes.data(), bytes.size());
        if (size < 0 && errno != EINTR) throw std::runtime_error("an uploaded file cannot be written: " + errorText());
        if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
    }
}

/// A file beside the others until it is complete.
std::string writtenAside(const std::string& folder, std::string_view bytes)
{
    std::string name = folder + "/incomplete-XXXXXX";
    const Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file) throw std::runtime_error("cannot make a file in " + folder + ": " + errorText());
    try
    {
        writeAll(file, bytes);
    }
    catch (...)
    {
        ::unlink(name.c_str());
        throw;
    }
    return name;
}

Time changeOf(const std::filesystem::path& path)
{
    struct stat status
    {
    };
    return ::stat(path.c_str(), &status) == 0 ? Time(std::chrono::seconds(status.st_mtim.tv_sec)) : Time::max();
}

} // namespace

UploadFolder::UploadFolder(const std::string& state) : _path(state + "/uploads") { std::filesystem::create_directories(_path); }

void UploadFolder::keep(const UploadTicket& ticket, std::string_view bytes) const
{
    check(ticket, bytes);
    const std::filesystem::path target = _path + "/" + pathOf(ticket);
    std::filesystem::create_directories(target.parent_path());
    std::filesystem::rename(writtenAside(_path, bytes), target);
}

void UploadFolder::forget(Time before) const
{
    std::error_code ignored;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(_path))
        if (entry.is_regular_file(ignored) && changeOf(entry.path()) < before) std::filesystem::remove(entry.path(), ignored);
}

std::string contentMd5(const std::string& md5)
{
    std::ostringstream text;
    Poco::Base64Encoder encoder(text);
    for (const auto byte : Poco::DigestEngine::digestFromHex(md5)) encoder.put(static_cast<char>(byte));
    encoder.close();
    return text.str();
}

} // namespace flyte_webhook::sandbox
