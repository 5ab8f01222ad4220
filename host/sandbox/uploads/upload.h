#pragma once
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace flyte_webhook::sandbox
{

/// The permission to store one file, once or as often as one likes until it expires.
struct UploadTicket
{
    std::string project, domain, filename; ///< segments of a path
    std::string md5;                       ///< 32 hexadecimal digits
    std::int64_t size = 0;                 ///< in bytes; 0: not said
    std::int64_t expires = 0;              ///< seconds since 1970
};

/// The place of the file below the folder of uploads, and in its address.
inline std::string pathOf(const UploadTicket& ticket)
{
    return ticket.project + "/" + ticket.domain + "/" + ticket.md5 + "/" + ticket.filename;
}

/// How addresses of uploaded files begin.
constexpr const char* uploadScheme = "sandbox://uploads/";

/// An upload that is not taken; what() tells the client why.
struct UploadRefused : std::runtime_error
{
    UploadRefused(int status, const std::string& reason) : std::runtime_error(reason), status(status) {}
    int status; ///< of HTTP
};

} // namespace flyte_webhook::sandbox
