#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

/// One header field as it came.
struct HeaderField
{
    std::string_view name;
    std::string_view value; ///< without white space around it
};

/// One HTTP request, whole: head and body. Every view points into the connection's buffer and holds until the exchange ends.
/// Thread: the one that serves the request.
struct HttpRequest
{
    std::string_view method;
    std::string_view target; ///< as it came, without scheme and host; begins with "/", or is "*" (OPTIONS only)
    std::string_view path;   ///< the target up to "?", not decoded
    std::string_view query;  ///< behind "?", not decoded; may be empty
    std::vector<HeaderField> headers;
    std::string_view body; ///< chunks are joined

    /// The value of the first header of that name, whatever its case; no value: empty data() == nullptr.
    std::string_view header(std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept { return header(name).data() != nullptr; }
};

/// Bytes that many answers have in common. Immutable; any thread may hold them.
struct SharedBytes
{
    SharedBytes() = default;
    explicit SharedBytes(std::string_view ofTheProgram) noexcept : bytes(ofTheProgram) {}
    explicit SharedBytes(std::shared_ptr<const std::string> text) noexcept : bytes(*text), owner(std::move(text)) {}

    std::string_view bytes;
    std::shared_ptr<const std::string> owner; ///< of the bytes, unless they are part of the program
};

/// What is answered, whole. Framing headers (Content-Length, Connection, Date, Transfer-Encoding) are the connection's own.
struct HttpReply
{
    int status = 200;
    std::string contentType = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    SharedBytes shared; ///< in place of `body`, if it has any

    std::string_view content() const noexcept { return shared.bytes.empty() ? std::string_view(body) : shared.bytes; }
};

} // namespace flyte_webhook::host
