#pragma once
#include "sandbox/base/clock.h"
#include "sandbox/uploads/upload.h"
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// The largest file that is taken, in bytes.
constexpr std::int64_t largestUpload = 32 << 20;

/// The folder of uploaded files. Thread: any.
class UploadFolder
{
public:
    /// `state` is the sandbox's own folder. Throws std::filesystem::filesystem_error.
    explicit UploadFolder(const std::string& state);

    const std::string& path() const noexcept { return _path; }

    /// Keeps the file, whole or not at all; the same one may come again. Throws UploadRefused when the bytes are not those of the ticket.
    void keep(const UploadTicket& ticket, std::string_view bytes) const;

    /// Removes files that were stored before.
    void forget(Time before) const;

private:
    const std::string _path;
};

/// The base64 text of a digest in hexadecimal digits, as Content-MD5 has it.
std::string contentMd5(const std::string& md5);

} // namespace flyte_webhook::sandbox
