#pragma once
#include "support/program.h"
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// The real program, started and ready.
class RunningSandbox
{
public:
    explicit RunningSandbox(const std::vector<std::string>& arguments = {}, const std::map<std::string, std::string>& environment = {})
        : program(builtProgram("flyte-webhook-sandbox"), arguments, environment)
    {
        program.waitFor("\nready\n");
    }

    std::string address() { return program.waitFor("grpc 127.0.0.1:").substr(5); }

    std::uint16_t consolePort()
    {
        const std::string line = program.waitFor("console http://127.0.0.1:");
        return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    }

    Program program;
};

} // namespace flyte_webhook::test
