#include "plugin_inspector.h"
#include "base/file_descriptor.h"
#include "config/value_forms.h"
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

/// Stands behind each description: no text of a plugin holds one.
constexpr char endOfDescription = '\0';

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
    return out.str() + endOfDescription;
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

enum class Read
{
    whole,
    ended,
    late
};

/// The next description that comes from the pipe, with what came behind it left in `buffer`; or why there is none.
Read readDescription(int descriptor, std::chrono::milliseconds patience, std::string& buffer, std::string& text)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    for (;;)
    {
        if (const auto at = buffer.find(endOfDescription); at != std::string::npos)
        {
            text = buffer.substr(0, at);
            buffer.erase(0, at + 1);
            return Read::whole;
        }
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd ready{descriptor, POLLIN, 0};
        const int event = left.count() <= 0 ? 0 : ::poll(&ready, 1, static_cast<int>(left.count()));
        if (event == 0) return Read::late;
        if (event < 0) continue; // interrupted
        char piece[4096];
        const auto got = ::read(descriptor, piece, sizeof piece);
        if (got == 0) return Read::ended;
        if (got > 0) buffer.append(piece, static_cast<std::size_t>(got));
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
    Child(const std::string& program, const std::vector<const PluginFile*>& plugins, Pipe& pipe)
    {
        std::vector<std::string> words{program};
        for (const auto* plugin : plugins) words.push_back("--describe-plugin=" + plugin->path);
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_adddup2(&actions, pipe.writer.number(), descriptionDescriptor);
        const int error = ::posix_spawn(&_pid, program.c_str(), &actions, nullptr, arguments.data(), environ);
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

std::string howItEnded(int status)
{
    if (WIFSIGNALED(status)) return std::string("it crashed when it was opened (") + ::strsignal(WTERMSIG(status)) + ")";
    return "it ended the process when it was opened";
}

/// Looks at files in one process until one of them ends it or holds it up; returns the reports that came of that, the last with the reason.
std::vector<PluginReport> inspectTogether(const std::vector<const PluginFile*>& files, const std::string& program,
                                          std::chrono::milliseconds patience)
{
    Pipe pipe;
    const Child child(program, files, pipe);
    std::vector<PluginReport> reports;
    std::string buffer, text;
    auto read = Read::whole;
    while (reports.size() < files.size() && (read = readDescription(pipe.reader.number(), patience, buffer, text)) == Read::whole)
        reports.push_back(parse(text));
    if (reports.size() == files.size() || read == Read::late) child.kill(); // what it does at its end is of no interest
    const int status = child.wait();
    if (read == Read::whole) return reports;
    const auto late = "it did not say what it is within " + printDuration(patience);
    reports.push_back(problem(*files[reports.size()], read == Read::late ? late : howItEnded(status)));
    return reports;
}

} // namespace

std::string ownProgram()
{
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).string();
}

int describePlugins(const std::vector<std::string>& paths, int descriptor)
{
    for (const auto& path : paths) writeAll(descriptor, describe({std::filesystem::path(path).stem().string(), path}));
    return 0;
}

std::vector<PluginReport> inspectPlugins(const std::vector<PluginFile>& files, const std::string& program,
                                         std::chrono::milliseconds patience)
{
    std::vector<PluginReport> reports(files.size());
    std::vector<const PluginFile*> open;
    for (std::size_t i = 0; i < files.size(); ++i)
        files[i].problem.empty() ? open.push_back(&files[i]) : void(reports[i].problem = files[i].problem);
    while (!open.empty())
    {
        auto some = inspectTogether(open, program, patience);
        for (std::size_t i = 0; i < some.size(); ++i) reports[static_cast<std::size_t>(open[i] - files.data())] = std::move(some[i]);
        open.erase(open.begin(), open.begin() + static_cast<std::ptrdiff_t>(some.size()));
    }
    return reports;
}

PluginReport inspectPlugin(const PluginFile& file, const std::string& program, std::chrono::milliseconds patience)
{
    return inspectPlugins({file}, program, patience).front();
}

} // namespace flyte_webhook::host
