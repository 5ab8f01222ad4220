#include "webhook.h"
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace flyte_webhook::test
{

namespace
{

std::map<std::string, std::string> withDefaults(std::map<std::string, std::string> keys)
{
    keys.insert({"listener.address", "127.0.0.1"});
    keys.insert({"listener.port", "0"});
    keys.insert({"admin.port", "0"});
    keys.insert({"plugins.directories", builtPlugins()});
    keys.insert({"telemetry.log_format", "json"});
    return keys;
}

} // namespace

std::string iniText(const std::map<std::string, std::string>& keys)
{
    std::string text, section;
    for (const auto& [name, value] : keys)
    {
        const auto dot = name.rfind('.');
        if (name.substr(0, dot) != section) text += "[" + (section = name.substr(0, dot)) + "]\n";
        text += name.substr(dot + 1) + " = " + value + "\n";
    }
    return text;
}

Webhook::Webhook(const std::map<std::string, std::string>& keys, const Launch& launch)
{
    configure(keys);
    const auto config = (_directory.path() / "webhook.ini").string();
    const auto portFile = (_directory.path() / "port").string();
    auto command = launch.wrapper;
    for (const auto& part : {launch.server.empty() ? builtProgram("flyte-webhook") : launch.server, std::string("--config"), config,
                             std::string("--port-file"), portFile})
        command.push_back(part);
    const auto program = command.front();
    command.erase(command.begin());
    _program = std::make_unique<Program>(program, command, launch.environment);
    awaitPort(portFile, launch.silent);
}

void Webhook::awaitPort(const std::string& file, bool silent)
{
    if (!silent) _program->waitFor("\"serving\"");
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!std::filesystem::exists(file))
    {
        if (!_program->running() || std::chrono::steady_clock::now() > until)
            throw std::runtime_error("the server does not serve; it wrote:\n" + _program->output());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    std::ifstream(file) >> _port;
}

void Webhook::configure(const std::map<std::string, std::string>& keys) { _directory.write("webhook.ini", iniText(withDefaults(keys))); }

std::string Webhook::reload()
{
    const auto before = _program->output().size();
    _program->signal(SIGHUP);
    _program->waitFor("\"message\":\"reload", std::chrono::seconds(60), before);
    return _program->output().substr(before);
}

int Webhook::stop()
{
    _program->signal(SIGTERM);
    return _program->wait();
}

} // namespace flyte_webhook::test
