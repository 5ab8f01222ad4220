#include "webhook.h"
#include <csignal>
#include <fstream>

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

Webhook::Webhook(const std::map<std::string, std::string>& keys)
{
    const auto config = _directory.write("webhook.ini", iniText(withDefaults(keys)));
    const auto portFile = (_directory.path() / "port").string();
    _program =
        std::make_unique<Program>(builtProgram("flyte-webhook"), std::vector<std::string>{"--config", config, "--port-file", portFile});
    _program->waitFor("\"serving\"");
    std::ifstream(portFile) >> _port;
}

int Webhook::stop()
{
    _program->signal(SIGTERM);
    return _program->wait();
}

} // namespace flyte_webhook::test
