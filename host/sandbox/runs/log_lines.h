#pragma once
#include "sandbox/base/clock.h"
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// Which stream a process wrote to.
enum class Stream
{
    output,
    error
};

/// The last lines that a process wrote to its two streams, in the order in which they came. What is older than the bound is dropped.
/// Thread: one at a time.
class LogLines
{
public:
    /// `bound` is in bytes. A longer line than 4 KiB is broken.
    explicit LogLines(std::size_t bound) : _bound(bound) {}

    void add(Stream stream, std::string_view bytes, Time at);

    /// The process has ended: what stands there without a newline is a line too.
    void finish(Time at);

    /// One line each: time, "out" or "err", text. Says at the top when lines were dropped.
    std::string text() const;

    /// The last lines of one stream.
    std::string tail(Stream stream, std::size_t lines) const;

    /// How many lines were added since the start, also dropped ones.
    std::size_t count() const noexcept { return _dropped + _lines.size(); }

private:
    struct Line
    {
        Stream stream;
        Time at;
        std::string text;
    };

    void endLine(Stream stream, Time at);

    std::size_t _bound;
    std::size_t _size = 0;
    std::size_t _dropped = 0;
    std::deque<Line> _lines;
    std::string _open[2]; // what came after a stream's last newline
};

} // namespace flyte_webhook::sandbox
