#pragma once
#include "telemetry/log.h"
#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// RFC 3339 in UTC with milliseconds: 2026-11-24T20:22:43.123Z.
std::string timestamp(std::chrono::system_clock::time_point time);

/// A line for people: time LEVEL message name=value name="two words". Control characters become escapes (\n, \x1b, \u0085), and so do bytes
/// that are no UTF-8 (\xff), so that a value cannot begin a line of its own. Texts are cut after 8 KiB.
std::string textLine(std::chrono::system_clock::time_point time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields);

/// A line for machines: one JSON object with time, level, message and the fields. Bytes that are no UTF-8 become U+FFFD; a number that JSON
/// does not have becomes null. Cut as above.
std::string jsonLine(std::chrono::system_clock::time_point time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields);

/// An entry of the journal in its own protocol: PRIORITY, MESSAGE (what a line for people says behind its level), and each field by itself
/// as FLYTE_WEBHOOK_NAME. The journal knows the time. Escaped and cut as in a line for people.
std::string journalEntry(LogLevel level, std::string_view message, std::initializer_list<LogField> fields);

/// A text as a JSON string, in quotes.
std::string jsonText(std::string_view text);

} // namespace flyte_webhook::host
