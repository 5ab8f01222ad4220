#include "line_text.h"
#include "base/utf8.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t longestText = 8192;
constexpr const char* lineSeparators[] = {"\xE2\x80\xA8", "\xE2\x80\xA9"}; // U+2028, U+2029: some viewers break lines there

struct Level
{
    const char* text;
    const char* json;
    char priority; ///< of syslog
};

Level levelName(LogLevel level)
{
    switch (level)
    {
    case LogLevel::debug: return {"DEBUG", "debug", '7'};
    case LogLevel::info: return {"INFO", "info", '6'};
    case LogLevel::warning: return {"WARNING", "warning", '4'};
    case LogLevel::error: break;
    }
    return {"ERROR", "error", '3'};
}

std::string printed(const char* format, unsigned int value)
{
    char text[16];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

unsigned int codeOfTwo(std::string_view text)
{
    return ((static_cast<unsigned char>(text[0]) & 0x1Fu) << 6) | (static_cast<unsigned char>(text[1]) & 0x3Fu);
}

bool isLineSeparator(std::string_view character) { return character == lineSeparators[0] || character == lineSeparators[1]; }

/// The escape of the control character at the begin of a text that both formats have; `narrow` prints one below U+0080.
std::string escapedControl(std::string_view text, std::size_t length, const char* narrow)
{
    if (length == 2) return printed("\\u%04x", codeOfTwo(text));
    switch (text.front())
    {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return printed(narrow, static_cast<unsigned char>(text.front()));
    }
}

/// How many bytes at the begin of a text stand for themselves.
std::size_t plainLength(std::string_view text, std::string_view special)
{
    const auto isPlain = [special](char c) { return c >= 0x20 && c < 0x7f && special.find(c) == special.npos; };
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), isPlain) - text.begin());
}

/// Appends a text character by character: control characters escaped, `special` ones behind a backslash, bytes that are no UTF-8 as
/// invalid(byte) says.
template <typename Invalid>
void append(std::string& line, std::string_view text, std::string_view special, const char* narrow, Invalid invalid)
{
    const bool cut = text.size() > longestText;
    text = text.substr(0, longestText);
    for (;;)
    {
        const auto plain = plainLength(text, special);
        line += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto control = controlLength(text);
        const auto length = utf8Length(text);
        const auto character = text.substr(0, length);
        if (control)
            line += escapedControl(text, control, narrow);
        else if (!length && !(cut && text.size() < 4)) // a character that the cut went through is left out
            line += invalid(text.front());
        else if (isLineSeparator(character))
            line += character == lineSeparators[0] ? "\\u2028" : "\\u2029";
        else if (length == 1)
            line += {'\\', text.front()};
        else
            line += character;
        text.remove_prefix(std::max<std::size_t>(std::max(control, length), 1));
    }
    if (cut) line += "...";
}

void appendPlain(std::string& line, std::string_view text, std::string_view special)
{
    append(line, text, special, "\\x%02x", [](char c) { return printed("\\x%02x", static_cast<unsigned char>(c)); });
}

void appendJson(std::string& line, std::string_view text)
{
    line += '"';
    append(line, text, "\"\\", "\\u%04x", [](char) { return "\xEF\xBF\xBD"; });
    line += '"';
}

bool needsQuotes(std::string_view text)
{
    return text.empty() || text.find_first_of(" =\"\\") != text.npos || hasControlCharacter(text) || !isUtf8(text);
}

void appendFieldText(std::string& line, std::string_view text)
{
    const bool quotes = needsQuotes(text);
    if (quotes) line += '"';
    appendPlain(line, text, quotes ? "\"\\" : "");
    if (quotes) line += '"';
}

std::string number(double value)
{
    char text[32];
    return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

/// Appends a field's value: a text as `appendText` does.
template <typename AppendText> struct ValueAppender
{
    std::string& line;
    bool json;
    AppendText appendText;
    void operator()(std::string_view text) const { appendText(line, text); }
    void operator()(std::int64_t value) const { line += std::to_string(value); }
    void operator()(double value) const { line += json && !std::isfinite(value) ? "null" : number(value); }
    void operator()(bool value) const { line += value ? "true" : "false"; }
};
template <typename AppendText> ValueAppender(std::string&, bool, AppendText) -> ValueAppender<AppendText>;

bool hasValue(const LogField& field)
{
    const auto* text = std::get_if<std::string_view>(&field.value);
    return !text || text->data();
}

/// The message and name=value for each field.
void appendSentence(std::string& line, std::string_view message, std::initializer_list<LogField> fields)
{
    appendPlain(line, message, "");
    for (const auto& field : fields)
    {
        if (!hasValue(field)) continue;
        line += ' ';
        appendPlain(line, field.name, "");
        line += '=';
        std::visit(ValueAppender{line, false, appendFieldText}, field.value);
    }
}

/// The journal takes letters, digits and underscores.
void appendJournalName(std::string& entry, std::string_view name)
{
    entry += "FLYTE_WEBHOOK_";
    for (const char c : name)
    {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        entry += isLetter ? static_cast<char>(c & ~0x20) : c >= '0' && c <= '9' ? c : '_';
    }
}

} // namespace

std::string timestamp(std::chrono::system_clock::time_point time)
{
    using namespace std::chrono;
    const auto whole = floor<seconds>(time);
    const std::time_t clock = system_clock::to_time_t(whole);
    std::tm utc{};
    ::gmtime_r(&clock, &utc);
    char text[64];
    const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    const auto milliseconds = static_cast<unsigned int>(duration_cast<std::chrono::milliseconds>(time - whole).count());
    return std::string(text, length) + printed(".%03u", milliseconds) + "Z";
}

std::string textLine(std::chrono::system_clock::time_point time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields)
{
    auto line = timestamp(time) + " " + levelName(level).text + " ";
    appendSentence(line, message, fields);
    return line + "\n";
}

std::string jsonLine(std::chrono::system_clock::time_point time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields)
{
    auto line = R"({"time":")" + timestamp(time) + R"(","level":")" + levelName(level).json + R"(","message":)";
    appendJson(line, message);
    for (const auto& field : fields)
    {
        if (!hasValue(field)) continue;
        line += ',';
        appendJson(line, field.name);
        line += ':';
        std::visit(ValueAppender{line, true, appendJson}, field.value);
    }
    return line + "}\n";
}

std::string journalEntry(LogLevel level, std::string_view message, std::initializer_list<LogField> fields)
{
    auto entry = std::string("SYSLOG_IDENTIFIER=flyte-webhook\nPRIORITY=") + levelName(level).priority + "\nMESSAGE=";
    appendSentence(entry, message, fields);
    entry += '\n';
    for (const auto& field : fields)
    {
        if (!hasValue(field)) continue;
        appendJournalName(entry, field.name);
        entry += '=';
        std::visit(ValueAppender{entry, false, [](std::string& text, std::string_view value) { appendPlain(text, value, ""); }},
                   field.value);
        entry += '\n';
    }
    return entry;
}

std::string jsonText(std::string_view text)
{
    std::string json;
    appendJson(json, text);
    return json;
}

} // namespace flyte_webhook::host
