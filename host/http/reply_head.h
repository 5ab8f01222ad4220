#pragma once
#include "http/message.h"
#include <array>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// How the end of an answer is told, and what becomes of the connection behind it.
struct ReplyFraming
{
    std::optional<std::size_t> length; ///< none: it has no body, or its end is not known yet
    bool chunked = false;
    bool close = false;
    bool retryAfter = false; ///< tells to try again in a second
    bool keepAlive = false;  ///< told to a client of HTTP/1.0 alone: the others expect it
};

/// Writes the heads of answers. Thread: one at a time.
class ReplyHead
{
public:
    /// Throws std::invalid_argument when the answer cannot be told in HTTP: a status that is none, a character in a header that would end
    /// it.
    static void check(const HttpReply& reply);

    /// No body follows an answer with that status, whatever it holds.
    static bool bodiless(int status) noexcept { return status == 204 || status == 304; }

    /// Appends the head, up to its empty line. Framing headers that the reply holds itself are left out.
    void append(std::string& out, const HttpReply& reply, const ReplyFraming& framing);

private:
    std::string_view date();

    std::time_t _second = -1; ///< that _date shows
    std::array<char, 32> _date{};
    std::size_t _dateSize = 0;
};

} // namespace flyte_webhook::host
