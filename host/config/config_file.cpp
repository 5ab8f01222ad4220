#include "config_file.h"
#include "base/named_file.h"
#include "base/utf8.h"
#include "value_forms.h"
#include <map>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t largestFile = 16 << 20; // a wrong name (of a log) must not fill the memory

/// Reads one line after the other; keeps the section that they stand in.
class LineReader
{
public:
    LineReader(const std::string& file, ConfigErrors& errors) : _file(file), _errors(errors) {}

    void read(std::string_view line)
    {
        ++_number;
        line = trimmed(line);
        if (line.empty() || line.front() == '#' || line.front() == ';') return;
        if (!isUtf8(line) || line.find('\0') != line.npos) return refuse({}, "the line is no UTF-8 text; save the file as UTF-8");
        if (line.front() == '[')
            readSection(line);
        else
            readKey(line);
    }

    std::vector<ConfigLine> take() { return std::move(_lines); }

private:
    std::string where() const { return _file + ":" + std::to_string(_number); }
    void refuse(std::string key, std::string message) { _errors.push_back({where(), std::move(key), std::move(message)}); }

    void readSection(std::string_view line)
    {
        _section = line.back() == ']' ? trimmed(line.substr(1, line.size() - 2)) : std::string_view();
        _hasSection = true; // so that a broken head is told once, not again with each of its keys
        if (_section.empty()) refuse({}, shown(line) + " is no section; write [section] alone on the line");
    }

    void readKey(std::string_view line)
    {
        const auto equals = line.find('=');
        const auto key = trimmed(line.substr(0, equals));
        if (equals == line.npos) return refuse({}, shown(line) + " is neither a section nor a setting; write [section] or key = value");
        if (key.empty()) return refuse({}, shown(line) + " has no key before the =; write key = value");
        if (!_hasSection) return refuse(std::string(key), "it stands before the first section; put a [section] line above it");
        if (_section.empty()) return;
        const auto [first, isFirst] = _first.emplace(_section + "." + std::string(key), _number);
        if (!isFirst)
            return refuse(first->first,
                          "it is set in line " + std::to_string(first->second) + " of this file as well; keep one of the two");
        _lines.push_back({_section, std::string(key), std::string(trimmed(line.substr(equals + 1))), where()});
    }

    const std::string& _file;
    ConfigErrors& _errors;
    std::vector<ConfigLine> _lines;
    std::map<std::string, std::size_t> _first; ///< "section.key" -> the line that sets it
    std::string _section;
    bool _hasSection = false;
    std::size_t _number = 0;
};

} // namespace

std::vector<ConfigLine> parseConfig(std::string_view text, const std::string& file, ConfigErrors& errors)
{
    text = withoutByteOrderMark(text);
    LineReader reader(file, errors);
    while (!text.empty())
    {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        reader.read(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.take();
}

std::vector<ConfigLine> readConfigFile(const std::string& file, ConfigErrors& errors)
{
    try
    {
        return parseConfig(readNamedFile(file, largestFile), file, errors);
    }
    catch (const UnreadableFile& e)
    {
        errors.push_back({file, {}, std::string("the file ") + e.what()});
        return {};
    }
}

} // namespace flyte_webhook::host
