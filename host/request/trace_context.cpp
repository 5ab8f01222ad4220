#include "trace_context.h"

namespace flyte_webhook::host
{

namespace
{

constexpr std::string_view form = "xx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
constexpr std::string_view digits = "0123456789abcdef", known = "00", forbidden = "ff";
constexpr std::size_t traceAt = 3, traceSize = 32, parentAt = 36, parentSize = 16, flagsAt = 53;

std::string_view versionOf(std::string_view header) { return header.substr(0, known.size()); }

bool isZero(std::string_view text) noexcept { return text.find_first_not_of('0') == text.npos; }

bool hasForm(std::string_view header)
{
    if (header.size() < form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'x' ? digits.find(header[i]) == digits.npos : form[i] != header[i]) return false;
    // A later version may have more fields.
    return header.size() == form.size() || (versionOf(header) != known && header[form.size()] == '-');
}

bool isValid(std::string_view header)
{
    return hasForm(header) && versionOf(header) != forbidden && !isZero(header.substr(traceAt, traceSize)) &&
           !isZero(header.substr(parentAt, parentSize));
}

} // namespace

TraceContext::TraceContext(std::string_view header) noexcept
{
    static_assert(form.size() == headerSize);
    if (!isValid(header)) return;
    _size = header.copy(_header.data(), headerSize);
    if (versionOf(header) == known) return;
    known.copy(_header.data(), known.size());
    // Whether the trace is sampled is the one flag whose meaning no version changes.
    const bool isSampled = digits.find(header[flagsAt + 1]) % 2 == 1;
    _header[flagsAt] = '0';
    _header[flagsAt + 1] = isSampled ? '1' : '0';
}

std::string_view TraceContext::traceId() const noexcept
{
    return _size == 0 ? std::string_view() : traceparent().substr(traceAt, traceSize);
}

} // namespace flyte_webhook::host
