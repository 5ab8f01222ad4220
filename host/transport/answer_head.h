#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace flyte_webhook::host::transport
{

/// A header of a message; the views are the reader's.
struct HeaderLine
{
    std::string_view name, value;
};

/// What the head of an HTTP/1.x answer says of the answer itself: its status, and where its body ends.
class AnswerHead
{
public:
    /// `statusLine` without its line end. Throws TransportFailure when it is no HTTP.
    explicit AnswerHead(std::string_view statusLine);

    /// A header line without its line end, parted. Throws TransportFailure when it is none or contradicts another.
    HeaderLine add(std::string_view line);

    int status() const noexcept { return _status; }
    bool interim() const noexcept { return _status < 200; } ///< another answer follows
    bool chunked() const noexcept { return _chunked; }
    std::optional<std::size_t> length() const noexcept { return _length; }
    bool mayHaveBody() const noexcept { return _status != 204 && _status != 304; } ///< an answer to HEAD has none beside

    /// Whether the connection stays open after an answer whose end is told.
    bool keepsConnection() const noexcept { return _http11 && !_close; }

private:
    void takeLength(std::string_view value);
    void takeTransferEncoding(std::string_view value);

    int _status = 0;
    bool _http11 = true;
    bool _close = false;
    bool _chunked = false;
    std::optional<std::size_t> _length;
};

} // namespace flyte_webhook::host::transport
