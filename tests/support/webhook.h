#pragma once
#include "support/program.h"
#include "support/temporary_directory.h"
#include "support/web.h"
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// The real server under a configuration of its own, on free ports. Ends with the object. Thread: one at a time.
class Webhook
{
public:
    /// Keys as "section.key" over what a test needs (loopback, free port, no admin listener, the build's plugins); waits until it listens.
    explicit Webhook(const std::map<std::string, std::string>& keys);

    std::uint16_t port() const { return _port; }
    Program& program() { return *_program; }

    WebAnswer get(const std::string& target, const std::vector<std::string>& headers = {"Authorization: Bearer alice"}) const
    {
        return fetch(_port, "GET", target, headers);
    }
    WebAnswer post(const std::string& target, const std::string& json,
                   std::vector<std::string> headers = {"Authorization: Bearer alice"}) const
    {
        headers.emplace_back("Content-Type: application/json");
        return fetch(_port, "POST", target, headers, json);
    }

    /// SIGTERM; the exit status.
    int stop();

private:
    TemporaryDirectory _directory;
    std::unique_ptr<Program> _program;
    std::uint16_t _port = 0;
};

/// An INI file from "section.key" -> value.
std::string iniText(const std::map<std::string, std::string>& keys);

} // namespace flyte_webhook::test
