#include "report.h"
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

namespace flyte_webhook::test
{
namespace
{

std::string lineOf(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (const auto& cell : cells)
    {
        line += ' ';
        for (const char c : cell) line += c == '|' ? "\\|" : c == '\n' ? std::string(" ") : std::string(1, c);
        line += " |";
    }
    return line + '\n';
}

std::string headingOf(const std::vector<std::string>& columns)
{
    return lineOf(columns) + lineOf(std::vector<std::string>(columns.size(), "---"));
}

/// With one write, so that the lines of several programs do not mix.
void add(const std::string& file, int flags, const std::string& text)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0644);
    if (descriptor < 0 && (flags & O_EXCL)) return; // somebody else has begun it
    const bool written = descriptor >= 0 && ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (descriptor >= 0) ::close(descriptor);
    if (!written) throw std::runtime_error("cannot write the report " + file);
}

} // namespace

ReportTable::ReportTable(std::string name, std::vector<std::string> columns) : _heading(headingOf(columns))
{
    if (const char* folder = std::getenv("FLYTE_TEST_REPORT")) _file = std::string(folder) + "/" + std::move(name) + ".md";
}

void ReportTable::row(const std::vector<std::string>& cells) const
{
    if (_file.empty()) return;
    add(_file, O_CREAT | O_EXCL, _heading);
    add(_file, 0, lineOf(cells));
}

void reportAttack(const std::string& attack, const std::string& outcome)
{
    ReportTable("attacks", {"attack", "outcome"}).row({attack, outcome});
}

} // namespace flyte_webhook::test
