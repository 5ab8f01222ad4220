#pragma once
#include "support/waiting.h"
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/types.h>

namespace flyte_webhook::test
{

/// Waits until the condition holds; throws when it does not within a minute.
template <typename Condition> void eventually(const char* what, Condition&& condition)
{
    if (!within(std::chrono::seconds(60), condition)) throw std::runtime_error(std::string("did not come: ") + what);
}

/// Whether the process exists and has not ended: a zombie has.
inline bool isAlive(pid_t process)
{
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    if (!std::getline(file, line)) return false;
    const char state = line.at(line.rfind(')') + 2);
    return state != 'Z' && state != 'X';
}

/// The process id that a file holds, when its whole line is there; else 0.
inline pid_t processIn(const std::string& path)
{
    std::ifstream file(path);
    std::string line;
    return std::getline(file, line) && !file.eof() ? static_cast<pid_t>(std::stol(line)) : 0;
}

} // namespace flyte_webhook::test
