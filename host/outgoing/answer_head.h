#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flyte_webhook::host::outgoing
{

/// The head of an HTTP/1.x answer, and what it says of the body's length.
class AnswerHead
{
public:
    /// `statusLine` without its line end. Throws OutgoingFailure when it is no HTTP.
    explicit AnswerHead(std::string_view statusLine);

    /// A header line without its line end. Throws OutgoingFailure when it is none or contradicts another.
    void add(std::string_view line);

    int status() const noexcept { return _status; }
    bool interim() const noexcept { return _status < 200; } ///< another answer follows
    bool chunked() const noexcept { return _chunked; }
    std::optional<std::size_t> length() const noexcept { return _length; }
    bool hasBody(std::string_view method) const noexcept { return method != "HEAD" && _status != 204 && _status != 304; }

    /// Whether the connection stays open after an answer whose end is told.
    bool keepsConnection() const noexcept { return _http11 && !_close; }

    std::vector<std::pair<std::string, std::string>> takeHeaders() { return std::move(_headers); }

private:
    void takeLength(std::string_view value);
    void takeTransferEncoding(std::string_view value);

    int _status = 0;
    bool _http11 = true;
    bool _close = false;
    bool _chunked = false;
    std::optional<std::size_t> _length;
    std::vector<std::pair<std::string, std::string>> _headers;
};

} // namespace flyte_webhook::host::outgoing
