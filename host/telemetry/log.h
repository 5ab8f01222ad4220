#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

namespace flyte_webhook::host
{

enum class LogLevel
{
    debug = 1,
    info = 2,
    warning = 3,
    error = 4
};

enum class LogFormat
{
    text,
    json,
    journal ///< entries of systemd's journal; the descriptor is then connectToJournal()'s
};

/// One named value of a line. A text without data has no value, and its field is left out.
struct LogField
{
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// Writes log lines to a descriptor (standard error), each with one write (to a pipe one longer than PIPE_BUF with several), in text for
/// people, JSON for machines, or as entries of the journal. Control characters are escaped, so that no value can forge a line. Who reads
/// too slowly loses lines: one that cannot be written within 100 ms is dropped, for the next second lines are dropped without waiting, and
/// the first that can be written again is preceded by one that tells how many were lost. Copies share that count. Thread: any; no
/// lock, but for a pipe.
class Log
{
public:
    Log(int descriptor, LogLevel level, LogFormat format);

    /// What an earlier one goes on as; what both lose is counted together.
    Log(const Log& earlier, int descriptor, LogLevel level, LogFormat format);

    /// Lines that were dropped until now.
    std::uint64_t lost() const noexcept;

    bool writes(LogLevel level) const noexcept { return level >= _level; }

    /// Whether both write the same lines, to the same place.
    bool isLike(const Log& other) const noexcept
    {
        return _descriptor == other._descriptor && _level == other._level && _format == other._format;
    }

    /// One line: time (RFC 3339, UTC, milliseconds), level, message, fields. Never blocks for long, never throws; below the level: nothing.
    void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept;
    void debug(std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept
    {
        write(LogLevel::debug, message, fields);
    }
    void info(std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept
    {
        write(LogLevel::info, message, fields);
    }
    void warning(std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept
    {
        write(LogLevel::warning, message, fields);
    }
    void error(std::string_view message, std::initializer_list<LogField> fields = {}) const noexcept
    {
        write(LogLevel::error, message, fields);
    }

private:
    struct Losses;

    std::string format(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) const;
    std::string report(std::uint64_t lost) const;
    void writeLine(const std::string& line) const;
    std::unique_lock<std::mutex> ownRoom() const;
    bool sendBehindLosses(const std::string& line) const;
    std::uint64_t lossesToTell() const noexcept;
    bool send(std::string_view line) const noexcept;
    bool takesBytes() const noexcept;

    int _descriptor;
    LogLevel _level;
    LogFormat _format;
    bool _isPipe;
    bool _mayBlock; ///< a file never does: nobody has to ask it
    std::shared_ptr<Losses> _losses;
};

} // namespace flyte_webhook::host
