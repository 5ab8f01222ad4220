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

/// How a server is started, where a test needs more than its configuration.
struct Launch
{
    std::vector<std::string> wrapper{}; ///< a program and its arguments, which ends by executing what follows them
    std::map<std::string, std::string> environment{};
    std::string server{}; ///< the program; empty: that of this build
    bool silent = false;  ///< what it writes does not come to the test: that it serves is known from its port
};

/// The real server under a configuration of its own, on free ports. Ends with the object. Thread: one at a time.
class Webhook
{
public:
    /// Keys as "section.key" over what a test needs (loopback, free port, no admin listener, the build's plugins); waits until it listens.
    explicit Webhook(const std::map<std::string, std::string>& keys, const Launch& launch = {});

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

    /// Writes another configuration.
    void configure(const std::map<std::string, std::string>& keys);

    /// SIGHUP; waits until it is done with it, and returns all that it logged meanwhile.
    std::string reload();
    std::string reload(const std::map<std::string, std::string>& keys) { return configure(keys), reload(); }

    /// SIGTERM; the exit status.
    int stop();

private:
    void awaitPort(const std::string& file, bool silent);

    TemporaryDirectory _directory;
    std::unique_ptr<Program> _program;
    std::uint16_t _port = 0;
};

/// An INI file from "section.key" -> value.
std::string iniText(const std::map<std::string, std::string>& keys);

} // namespace flyte_webhook::test
