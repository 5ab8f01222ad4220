#pragma once
#include "support/program.h"
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// The server with its embedded control plane, as a newcomer starts it, but on a free port. Thread: one at a time.
class Sandboxed
{
public:
    explicit Sandboxed(std::vector<std::string> more = {})
    {
        std::vector<std::string> arguments{"--sandbox", "--set", "listener.port=0"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        program = std::make_unique<Program>(builtProgram("flyte-webhook"), arguments);
        program->waitFor("Ctrl-C ends it");
    }

    /// The commands that it shows, each a line.
    std::vector<std::string> commands() const
    {
        std::vector<std::string> lines;
        std::istringstream text(program->output());
        for (std::string line; std::getline(text, line);)
            if (line.find("curl") != std::string::npos) lines.push_back(line);
        return lines;
    }

    /// Where the server itself listens.
    std::uint16_t port() const
    {
        const std::string base = "http://127.0.0.1:", me = commands().at(0);
        return static_cast<std::uint16_t>(std::stoi(me.substr(me.find(base) + base.size())));
    }

    std::unique_ptr<Program> program;
};

} // namespace flyte_webhook::test
