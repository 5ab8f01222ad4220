#include "embedded_control_plane.h"
#include <chrono>
#include <filesystem>
#include <poll.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

constexpr std::chrono::seconds patience{30};

std::string programBesideThisOne()
{
    std::error_code error;
    return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "flyte-webhook-sandbox").string();
}

bool endsWithin(Poco::Process::PID pid, std::chrono::milliseconds time)
{
    pollfd ended{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)), POLLIN, 0};
    if (ended.fd < 0) return false;
    const bool done = ::poll(&ended, 1, static_cast<int>(time.count())) == 1;
    ::close(ended.fd);
    return done;
}

/// Reads lines from a pipe, each within a bound of time.
class LineReader
{
public:
    explicit LineReader(Poco::Pipe& pipe) : _pipe(pipe) {}

    /// False when the other end is closed or said nothing in time.
    bool next(std::string& line)
    {
        for (std::size_t end; (end = _buffer.find('\n')) == std::string::npos;)
        {
            pollfd ready{static_cast<int>(_pipe.readHandle()), POLLIN, 0};
            if (::poll(&ready, 1, static_cast<int>(std::chrono::milliseconds(patience).count())) <= 0) return false;
            char chunk[1024];
            const int got = _pipe.readBytes(chunk, sizeof chunk);
            if (got <= 0) return false;
            _buffer.append(chunk, static_cast<std::size_t>(got));
        }
        const auto end = _buffer.find('\n');
        line = _buffer.substr(0, end);
        _buffer.erase(0, end + 1);
        return true;
    }

private:
    Poco::Pipe& _pipe;
    std::string _buffer;
};

} // namespace

EmbeddedControlPlane::EmbeddedControlPlane(const std::string& directory)
{
    const auto program = programBesideThisOne();
    if (!std::filesystem::exists(program))
        throw std::runtime_error("the embedded control plane cannot be started: there is no " + program +
                                 "; install it beside this program");
    std::vector<std::string> arguments{"--until-eof"};
    if (!directory.empty()) arguments.insert(arguments.end(), {"--dir", directory});
    _process = std::make_unique<Poco::ProcessHandle>(Poco::Process::launch(program, arguments, &_input, &_output, nullptr));
    try
    {
        readReport();
    }
    catch (...)
    {
        Poco::Process::kill(*_process); // it has had its time
        _process->wait();
        throw;
    }
}

EmbeddedControlPlane::~EmbeddedControlPlane() { end(); }

void EmbeddedControlPlane::end()
{
    _input.close(Poco::Pipe::CLOSE_WRITE); // it ends when its standard input does
    if (!running()) return;
    if (!endsWithin(_process->id(), patience)) Poco::Process::kill(*_process);
    _process->wait();
}

bool EmbeddedControlPlane::running()
{
    if (_process && _process->tryWait() != -1) _process.reset(); // a process can be waited for only once
    return _process != nullptr;
}

void EmbeddedControlPlane::readReport()
{
    LineReader lines(_output);
    for (std::string line; lines.next(line);)
    {
        const auto space = std::min(line.find(' '), line.size());
        const auto word = line.substr(0, space);
        const auto rest = line.substr(std::min(space + 1, line.size()));
        if (word == "grpc") _endpoint = rest;
        if (word == "console") _consoleUrl = rest;
        if (word == "hint") _hints.push_back(rest);
        if (word == "ready" && !_endpoint.empty()) return;
    }
    throw std::runtime_error("the embedded control plane did not start; its reason stands above");
}

} // namespace flyte_webhook::host
