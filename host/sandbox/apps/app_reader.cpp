#include "sandbox/apps/app_reader.h"
#include "sandbox/base/duration_text.h"
#include "sandbox/base/own_program.h"
#include "sandbox/tasks/command_template.h"
#include "sandbox/tasks/json_file.h"
#include "sandbox/tasks/task_settings.h"
#include <algorithm>
#include <filesystem>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t longestName = 63;

/// A name of Kubernetes: it is part of a host name there.
bool isAppName(const std::string& name)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name.size() <= longestName && std::all_of(name.begin(), name.end(), fits) && name.front() != '-' &&
           name.back() != '-';
}

void readName(ObjectReader& reader, AppName& name)
{
    name = {reader.text("project", "flytesnacks"), reader.text("domain", "development"), reader.text("name")};
    if (name.name.empty()) return reader.missing("name", "the name that callers use");
    if (!isAppName(name.name)) reader.problem("name", "a name consists of 63 lower-case letters, digits and inner dashes at most");
    if (!consistsOf(name.project, "_-")) reader.problem("project", "a project consists of letters, digits, - and _");
    if (!consistsOf(name.domain, "_-")) reader.problem("domain", "a domain consists of letters, digits, - and _");
}

std::string replacement(std::string_view placeholder, const std::string& folder, ObjectReader& reader)
{
    if (placeholder == "appPrefix") return folder;
    if (placeholder == "sandbox") return ownProgram();
    if (placeholder != "port")
        reader.problem("command",
                       "`{{." + std::string(placeholder) + "}}` means nothing; known are {{.port}}, {{.appPrefix}}, {{.sandbox}}");
    return "{{." + std::string(placeholder) + "}}";
}

std::vector<std::string> readCommand(ObjectReader& reader, const std::string& folder)
{
    auto command = reader.texts("command");
    if (command.empty() || command.front().empty())
        reader.missing("command", "a list of texts, the program and its arguments, such as [\"my-server\", \"--port\", \"{{.port}}\"]");
    for (auto& argument : command) argument = expand(argument, [&](std::string_view name) { return replacement(name, folder, reader); });
    return command;
}

std::chrono::milliseconds readStartTimeout(ObjectReader& reader)
{
    const std::string text = reader.text("start_timeout", "60s");
    const auto timeout = durationFromText(text);
    if (!timeout) reader.problem("start_timeout", "`" + text + "` is no duration; right is a number with ms, s, m or h, such as \"30s\"");
    return timeout.value_or(std::chrono::milliseconds(0));
}

} // namespace

App readAppFile(const std::string& path, Problems& problems)
{
    App app{};
    const auto file = parseJsonFile(path, problems);
    if (!file) return app;
    ObjectReader reader(*file, {}, problems);
    readName(reader, app.name);
    app.description = reader.text("description");
    app.command = readCommand(reader, std::filesystem::absolute(path).parent_path().string());
    app.startTimeout = readStartTimeout(reader);
    app.declaredAt = changeOf(path);
    reader.finish();
    return app;
}

} // namespace flyte_webhook::sandbox
