#pragma once
#include "support/program.h"
#include "support/temporary_directory.h"
#include <map>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// The real program, started and ready. Its temporary files are in a folder of this object, because it may be killed.
class RunningSandbox
{
public:
    explicit RunningSandbox(const std::vector<std::string>& arguments = {})
        : program(builtProgram("flyte-webhook-sandbox"), arguments, {{"TMPDIR", temporary.path().string()}})
    {
        program.waitFor("\nready\n");
    }

    std::string address() { return program.waitFor("grpc 127.0.0.1:").substr(5); }

    std::uint16_t consolePort()
    {
        const std::string line = program.waitFor("console http://127.0.0.1:");
        return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    }

    const TemporaryDirectory temporary;
    Program program;
};

} // namespace flyte_webhook::test
