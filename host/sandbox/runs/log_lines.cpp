#include "sandbox/runs/log_lines.h"
#include "sandbox/base/utf8.h"
#include <algorithm>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t longestLine = 4096;

} // namespace

void LogLines::add(Stream stream, std::string_view bytes, Time at)
{
    std::string& open = _open[static_cast<int>(stream)];
    while (!bytes.empty())
    {
        const std::size_t newline = bytes.find('\n');
        const std::size_t length = std::min({newline, bytes.size(), longestLine - open.size()});
        open += bytes.substr(0, length);
        const bool ended = length == newline;
        bytes.remove_prefix(ended ? length + 1 : length);
        if (ended || open.size() == longestLine) endLine(stream, at);
    }
}

void LogLines::finish(Time at)
{
    for (const Stream stream : {Stream::output, Stream::error})
        if (!_open[static_cast<int>(stream)].empty()) endLine(stream, at);
}

void LogLines::endLine(Stream stream, Time at)
{
    std::string& open = _open[static_cast<int>(stream)];
    _lines.push_back({stream, at, shownText(open)});
    _size += _lines.back().text.size();
    open.clear();
    while (_size > _bound)
    {
        _size -= _lines.front().text.size();
        _lines.pop_front();
        ++_dropped;
    }
}

std::string LogLines::text() const
{
    std::string text;
    if (_dropped > 0) text = "(" + std::to_string(_dropped) + " earlier lines are not kept)\n";
    for (const Line& line : _lines) text += timeText(line.at) + (line.stream == Stream::error ? " err " : " out ") + line.text + "\n";
    return text;
}

std::string LogLines::tail(Stream stream, std::size_t lines) const
{
    std::string text;
    for (auto line = _lines.rbegin(); line != _lines.rend() && lines > 0; ++line)
    {
        if (line->stream != stream) continue;
        text.insert(0, text.empty() ? line->text : line->text + "\n");
        --lines;
    }
    return text;
}

} // namespace flyte_webhook::sandbox
