#include "plugin_inspector.h"
#include "base/file_descriptor.h"
#include "plugins/host_table.h"
#include "plugins/plugin_library.h"
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <spawn.h>
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

/// A line "ok" and what the plugin is, or a line "bad" and why not.
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

[[noreturn]] void fail(const char* what, int error)
{
    throw std::runtime_error(std::string("cannot look into plugins: ") + what + ": " + std::strerror(error));
}

struct Pipe
{
    Pipe()
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe", errno);
        reader = FileDescriptor(ends[0]);
        writer = FileDescriptor(ends[1]);
    }
    FileDescriptor reader, writer;
};

/// This program once more, with the pipe's writing end, which it alone holds then. Nothing is written where this program writes.
class Child
{
public:
    Child(const std::string& program, const std::string& plugin, Pipe& pipe)
    {
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions, pipe.writer.number(), descriptionDescriptor);
        std::string option = "--describe-plugin=" + plugin, name = program;
        char* arguments[]{name.data(), option.data(), nullptr};
        const int error = ::posix_spawn(&_pid, program.c_str(), &actions, nullptr, arguments, environ);
        ::posix_spawn_file_actions_destroy(&actions);
        if (error) fail(program.c_str(), error);
        pipe.writer = FileDescriptor();
    }

    void kill() const { ::kill(_pid, SIGKILL); }

    int wait() const
    {
        int status = 0;
        while (::waitpid(_pid, &status, 0) < 0 && errno == EINTR)
        {
        }
        return status;
    }

private:
    pid_t _pid = 0;
};

PluginReport problem(const PluginFile& file, const std::string& reason)
{
    PluginReport report;
    report.problem = "plugin " + file.path + ": " + reason;
    return report;
}

} // namespace

std::string ownProgram()
{
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

int describePlugin(const std::string& path, int descriptor)
{
    writeAll(descriptor, describe({std::filesystem::path(path).stem().string(), path}));
    return 0;
}

PluginReport inspectPlugin(const PluginFile& file, const std::string& program, std::chrono::milliseconds patience)
{
    if (!file.problem.empty())
    {
        PluginReport report;
        report.problem = file.problem;
        return report;
    }
    Pipe pipe;
    const Child child(program, file.path, pipe);
    std::string text;
    const bool ended = readAll(pipe.reader.number(), patience, text);
    if (!ended) child.kill();
    const int status = child.wait();
    if (!ended) return problem(file, "it did not say what it is within " + std::to_string(patience.count()) + " ms");
    if (!WIFEXITED(status) || text.empty()) return problem(file, "it crashed when it was opened");
    return parse(text);
}

} // namespace flyte_webhook::host
