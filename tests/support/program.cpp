#include "program.h"
#include <csignal>
#include <stdexcept>
#include <sys/wait.h>

namespace flyte_webhook::test
{

Program::Program(const std::string& path, const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment)
    : _process(std::make_unique<Poco::ProcessHandle>(Poco::Process::launch(path, arguments, nullptr, &_out, &_err, environment)))
{
    _readers[0] = std::thread([this] { collect(_out); });
    _readers[1] = std::thread([this] { collect(_err); });
}

Program::~Program()
{
    if (running()) signal(SIGKILL);
    reap();
    for (auto& reader : _readers) reader.join();
}

void Program::collect(Poco::Pipe& pipe)
{
    char chunk[4096];
    for (int got; (got = pipe.readBytes(chunk, sizeof chunk)) > 0;)
    {
        const std::lock_guard lock(_mutex);
        _text.append(chunk, static_cast<std::size_t>(got));
        _changed.notify_all();
    }
    const std::lock_guard lock(_mutex);
    --_open;
    _changed.notify_all();
}

std::string Program::waitFor(const std::string& text, std::chrono::seconds patience, std::size_t from)
{
    std::unique_lock lock(_mutex);
    const auto written = [&] { return _text.find(text, from) != std::string::npos; };
    _changed.wait_for(lock, patience, [&] { return written() || !_open; });
    if (!written()) throw std::runtime_error("the program did not write '" + text + "'; it wrote:\n" + _text);
    const auto at = _text.find(text, from);
    const auto begin = _text.rfind('\n', at) + 1;
    return _text.substr(begin, _text.find('\n', at) - begin);
}

void Program::signal(int number) { ::kill(pid(), number); }

bool Program::running()
{
    if (_reaped) return false;
    int status = 0;
    if (::waitpid(pid(), &status, WNOHANG) != pid()) return true;
    _status = status;
    _reaped = true;
    return false;
}

void Program::reap()
{
    if (!_reaped) ::waitpid(pid(), &_status, 0);
    _reaped = true;
}

int Program::wait(std::chrono::seconds patience)
{
    {
        std::unique_lock lock(_mutex);
        if (!_changed.wait_for(lock, patience, [&] { return !_open; }))
            throw std::runtime_error("the program does not end; it wrote:\n" + _text);
    }
    reap();
    return WIFSIGNALED(_status) ? 128 + WTERMSIG(_status) : WEXITSTATUS(_status);
}

std::string Program::output() const
{
    const std::lock_guard lock(_mutex);
    return _text;
}

Finished runProgram(const std::string& path, const std::vector<std::string>& arguments,
                    const std::map<std::string, std::string>& environment)
{
    Program program(path, arguments, environment);
    const int status = program.wait();
    return {status, program.output()};
}

std::string builtProgram(const std::string& name) { return std::string(FLYTE_WEBHOOK_BUILD) + "/" + name; }

std::string builtPlugins() { return std::string(FLYTE_WEBHOOK_BUILD) + "/plugins"; }

} // namespace flyte_webhook::test
