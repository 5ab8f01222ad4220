#pragma once
#include <cstdint>
#include <initializer_list>
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
    json
};

/// One named value of a line. A text without data has no value, and its field is left out.
struct LogField
{
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// Writes log lines to a descriptor (standard error), each with one write, in text for people or JSON for machines. Control characters are
/// escaped, so that no value can forge a line. Thread: any; no lock.
class Log
{
public:
    Log(int descriptor, LogLevel level, LogFormat format) : _descriptor(descriptor), _level(level), _format(format) {}

    bool writes(LogLevel level) const noexcept { return level >= _level; }

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
    int _descriptor;
    LogLevel _level;
    LogFormat _format;
};

} // namespace flyte_webhook::host
