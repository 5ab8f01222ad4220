#pragma once
#include <Poco/Pipe.h>
#include <Poco/Process.h>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace flyte_webhook::test
{

/// A real program that runs as a child, with what it writes to standard output and standard error. Killed with the object.
/// Thread: one at a time.
class Program
{
public:
    Program(const std::string& path, const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment = {});
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Waits until it has written `text`; throws with all that it wrote when that does not come in time or the program ends first.
    /// Returns the line that holds the text.
    /// `from`: only behind so many bytes of what it wrote.
    std::string waitFor(const std::string& text, std::chrono::seconds patience = std::chrono::seconds(60), std::size_t from = 0);

    /// Sends a signal.
    void signal(int number);

    /// Waits for its end and returns the exit status; 128 + number when a signal ended it. Throws when it does not end in time.
    int wait(std::chrono::seconds patience = std::chrono::seconds(60));

    bool running();
    Poco::Process::PID pid() const { return _process->id(); }

    /// What it wrote until now, both streams.
    std::string output() const;

private:
    void collect(Poco::Pipe& pipe);
    void reap();

    Poco::Pipe _out, _err;
    std::unique_ptr<Poco::ProcessHandle> _process;
    mutable std::mutex _mutex;
    std::condition_variable _changed;
    std::string _text;
    int _open = 2; ///< streams that are not at their end
    bool _reaped = false;
    int _status = 0;
    std::thread _readers[2];
};

/// Runs a program to its end.
struct Finished
{
    int status;
    std::string output;
};
Finished runProgram(const std::string& path, const std::vector<std::string>& arguments,
                    const std::map<std::string, std::string>& environment = {});

/// The programs and plugins of this build.
std::string builtProgram(const std::string& name);
std::string builtPlugins();

} // namespace flyte_webhook::test
