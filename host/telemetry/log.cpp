#include "log.h"
#include "line_text.h"
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <exception>
#include <limits>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

using Clock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::milliseconds(100);
constexpr auto impatience = std::chrono::seconds(1); ///< how long nobody waits behind a line that was lost

bool writable(int descriptor, std::chrono::milliseconds wait) noexcept
{
    pollfd watched{descriptor, POLLOUT, 0};
    int ready;
    do ready = ::poll(&watched, 1, static_cast<int>(wait.count()));
    while (ready < 0 && errno == EINTR);
    return ready > 0;
}

ssize_t writeSome(int descriptor, std::string_view text) noexcept
{
    ssize_t count;
    do count = ::write(descriptor, text.data(), text.size());
    while (count < 0 && errno == EINTR);
    return count;
}

bool isOfType(int descriptor, mode_t type) noexcept
{
    struct stat about
    {
    };
    return ::fstat(descriptor, &about) == 0 && (about.st_mode & S_IFMT) == type;
}

} // namespace

struct Log::Losses
{
    void add(std::uint64_t more) noexcept
    {
        last.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
        lines.fetch_add(more);
    }

    void drop() noexcept
    {
        total.fetch_add(1, std::memory_order_relaxed);
        add(1);
    }

    bool recent() const noexcept
    {
        const Clock::time_point then{Clock::duration(last.load(std::memory_order_relaxed))};
        return lines.load(std::memory_order_relaxed) > 0 || Clock::now() - then < impatience;
    }

    std::mutex room;                     ///< of a pipe
    std::atomic<std::uint64_t> lines{0}; ///< not told yet
    std::atomic<std::uint64_t> total{0};
    std::atomic<bool> cut{false}; ///< the last of them was begun
    std::atomic<Clock::rep> last{std::numeric_limits<Clock::rep>::min() / 2};
};

Log::Log(int descriptor, LogLevel level, LogFormat format)
    : _descriptor(descriptor), _level(level), _format(format), _isPipe(isOfType(descriptor, S_IFIFO)),
      _mayBlock(!isOfType(descriptor, S_IFREG)), _losses(std::make_shared<Losses>())
{
}

Log::Log(const Log& earlier, int descriptor, LogLevel level, LogFormat format) : Log(descriptor, level, format)
{
    _losses = earlier._losses;
}

std::uint64_t Log::lost() const noexcept { return _losses->total.load(std::memory_order_relaxed); }

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) const noexcept
{
    if (!writes(level)) return;
    const int before = errno;
    try
    {
        writeLine(format(level, message, fields));
    }
    catch (const std::exception&) // no memory for the line; the caller's work is worth more than the line
    {
        _losses->drop();
    }
    errno = before;
}

std::string Log::format(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) const
{
    const auto time = std::chrono::system_clock::now();
    switch (_format)
    {
    case LogFormat::json: return jsonLine(time, level, message, fields);
    case LogFormat::journal: return journalEntry(level, message, fields);
    default: return textLine(time, level, message, fields);
    }
}

/// What comes before the first line that can be written again.
std::string Log::report(std::uint64_t lost) const
{
    return (_losses->cut.load() ? "\n" : "") + format(LogLevel::warning, "log lines were lost, because they could not be written in time",
                                                      {{"lines", static_cast<std::int64_t>(lost)}});
}

void Log::writeLine(const std::string& line) const
{
    const auto room = ownRoom();
    if (!sendBehindLosses(line)) _losses->drop();
}

/// Nobody else takes the room in a pipe between the look whether there is some and the write, which would wait for more.
std::unique_lock<std::mutex> Log::ownRoom() const { return _isPipe ? std::unique_lock(_losses->room) : std::unique_lock<std::mutex>(); }

bool Log::sendBehindLosses(const std::string& line) const
{
    const auto lost = lossesToTell();
    if (!lost) return send(line);
    const bool isEntry = _format == LogFormat::journal; // two of them are two writes
    if (!send(isEntry ? report(lost) : report(lost) + line)) return _losses->add(lost), false;
    _losses->cut.store(false);
    return !isEntry || send(line);
}

/// How many lost lines the calling thread is to tell of; they count as told.
std::uint64_t Log::lossesToTell() const noexcept
{
    auto lost = _losses->lines.load(std::memory_order_relaxed);
    if (!lost || !takesBytes()) return 0;
    return _losses->lines.compare_exchange_strong(lost, 0) ? lost : 0;
}

/// One write for the whole line, so that lines of several threads do not mix. A pipe may take no more than PIPE_BUF at once although it
/// takes some; a write of more would block.
bool Log::send(std::string_view line) const noexcept
{
    const std::size_t atOnce = _isPipe ? PIPE_BUF : line.npos;
    for (bool begun = false; !line.empty(); begun = true)
    {
        const auto count = takesBytes() ? writeSome(_descriptor, line.substr(0, atOnce)) : -1;
        if (count < 0)
        {
            if (begun) _losses->cut.store(true);
            return false;
        }
        line.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// Whether a write would not block, now or soon.
bool Log::takesBytes() const noexcept
{
    using std::chrono::milliseconds;
    if (!_mayBlock) return true;
    return writable(_descriptor, milliseconds(0)) || (!_losses->recent() && writable(_descriptor, patience));
}

} // namespace flyte_webhook::host
