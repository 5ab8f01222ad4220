#include "plugin_inspector.h"
#include "plugins/host_table.h"
#include "plugins/plugin_library.h"
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

std::string oneLine(std::string text)
{
    for (char& c : text)
        if (c == '\n') c = ' ';
    return text;
}

/// In the child: a line "ok" and what the plugin is, or a line "bad" and why not.
std::string describe(const PluginFile& file)
{
    std::ostringstream out;
    try
    {
        const PluginLibrary library(file, hostTable());
        out << "ok\n" << oneLine(library.version()) << '\n' << library.interfaceVersion() << '\n' << oneLine(library.summary()) << '\n';
        for (const auto& endpoint : library.endpoints()) out << endpoint.id << '\n' << endpoint.method << '\n' << endpoint.path << '\n';
    }
    catch (const std::exception& e)
    {
        out.str("");
        out << "bad\n" << oneLine(e.what()) << '\n';
    }
    return out.str();
}

void writeAll(int descriptor, std::string_view text)
{
    while (!text.empty())
    {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) return;
        if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// Everything that comes from the pipe until its other end is closed or the time is over; says which.
bool readAll(int descriptor, std::chrono::milliseconds patience, std::string& text)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    for (char buffer[4096];;)
    {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd ready{descriptor, POLLIN, 0};
        if (left.count() <= 0) return false;
        const int event = ::poll(&ready, 1, static_cast<int>(left.count()));
        if (event == 0) return false;
        if (event < 0) continue; // interrupted
        const auto got = ::read(descriptor, buffer, sizeof buffer);
        if (got == 0) return true;
        if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
    }
}

PluginReport parse(const std::string& text)
{
    PluginReport report;
    std::istringstream in(text);
    std::string verdict;
    std::getline(in, verdict);
    if (verdict != "ok")
    {
        std::getline(in, report.problem);
        return report;
    }
    std::getline(in, report.version);
    std::getline(in, report.interface);
    std::getline(in, report.summary);
    for (PluginReport::EndpointLine line; std::getline(in, line.id) && std::getline(in, line.method) && std::getline(in, line.path);)
        report.endpoints.push_back(line);
    return report;
}

PluginReport problem(const PluginFile& file, const std::string& reason)
{
    PluginReport report;
    report.problem = "plugin " + file.path + ": " + reason;
    return report;
}

} // namespace

PluginReport inspectPlugin(const PluginFile& file, std::chrono::milliseconds patience)
{
    if (!file.problem.empty())
    {
        PluginReport report;
        report.problem = file.problem;
        return report;
    }
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error(std::string("cannot look into plugins: pipe: ") + std::strerror(errno));
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error(std::string("cannot look into plugins: fork: ") + std::strerror(errno));
    if (child == 0)
    {
        ::close(ends[0]);
        writeAll(ends[1], describe(file));
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string text;
    const bool ended = readAll(ends[0], patience, text);
    ::close(ends[0]);
    if (!ended) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
    {
    }
    if (!ended) return problem(file, "it did not say what it is within " + std::to_string(patience.count()) + " ms");
    if (!WIFEXITED(status) || text.empty()) return problem(file, "it crashed when it was opened");
    return parse(text);
}

} // namespace flyte_webhook::host
