#include "sandbox/tasks/task_reader.h"
#include "sandbox/base/own_program.h"
#include "sandbox/tasks/command_template.h"
#include "sandbox/tasks/interface_reader.h"
#include "sandbox/tasks/json_file.h"
#include "sandbox/tasks/task_settings.h"
#include "sandbox/tasks/task_triggers.h"
#include <filesystem>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

void readIdentity(ObjectReader& reader, Task& task)
{
    task.id.set_project(reader.text("project", "flytesnacks"));
    task.id.set_domain(reader.text("domain", "development"));
    task.id.set_name(reader.text("name"));
    task.id.set_version(reader.text("version", "v1"));
    if (task.id.name().empty()) return reader.missing("name", "the name that callers use");
    if (!consistsOf(task.id.name(), "._-")) reader.problem("name", "a name consists of letters, digits, dots, - and _");
    if (!consistsOf(task.id.project(), "_-")) reader.problem("project", "a project consists of letters, digits, - and _");
    if (!consistsOf(task.id.domain(), "_-")) reader.problem("domain", "a domain consists of letters, digits, - and _");
    if (!consistsOf(task.id.version(), "._-+")) reader.problem("version", "a version consists of letters, digits, dots, -, + and _");
}

/// The identity in the other places of the specification that tell it.
void spreadIdentity(const Task& task, TaskSpec& spec)
{
    auto& id = *spec.mutable_task_template()->mutable_id();
    id.set_resource_type(flyteidl2::core::TASK);
    id.set_project(task.id.project());
    id.set_domain(task.id.domain());
    id.set_name(task.id.name());
    id.set_version(task.id.version());
    const std::string& name = task.id.name();
    const std::size_t dot = name.rfind('.');
    spec.set_short_name(dot == std::string::npos ? name : name.substr(dot + 1));
    spec.mutable_environment()->set_name(dot == std::string::npos ? "sandbox" : name.substr(0, dot));
}

/// What a placeholder becomes when the file is read; what only a run knows stays.
std::string knownText(std::string_view placeholder, const std::string& folder)
{
    if (placeholder == "taskPrefix") return folder;
    if (placeholder == "sandbox") return ownProgram();
    return "{{." + std::string(placeholder) + "}}";
}

void readCommand(ObjectReader& reader, const std::string& folder, TaskSpec& spec)
{
    const auto command = reader.texts("command");
    if (command.empty() || command.front().empty())
        return reader.missing("command", "a list of texts, the program and its arguments, such as [\"echo\", \"{{.inputs.x}}\"]");
    for (const auto& problem : problemsOfCommand(command, inputNames(spec.task_template()))) reader.problem("command", problem);
    auto& container = *spec.mutable_task_template()->mutable_container();
    container.set_image("local");
    container.mutable_data_config()->set_enabled(true);
    for (const auto& argument : command)
        container.add_command(expand(argument, [&](std::string_view name) { return knownText(name, folder); }));
}

std::string jsonText(const rapidjson::Value& json)
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    json.Accept(writer);
    return std::string(buffer.GetString(), buffer.GetSize());
}

/// One version, from the file's keys with those of the version laid over them.
Task readVersion(const rapidjson::Value& json, const std::string& path, Problems& problems)
{
    Task task;
    ObjectReader reader(json, {}, problems);
    readIdentity(reader, task);
    TaskSpec& spec = task.spec;
    spec.mutable_task_template()->set_type("raw-container");
    spec.mutable_task_template()->mutable_metadata()->mutable_runtime()->set_flavor("sandbox");
    spec.mutable_documentation()->set_short_description(reader.text("description"));
    spreadIdentity(task, spec);
    readInterface(reader, problems, spec);
    readCommand(reader, std::filesystem::absolute(path).parent_path().string(), spec);
    readSecrets(reader, problems, *spec.mutable_task_template());
    readCache(reader, problems, *spec.mutable_task_template());
    readTimeout(reader, *spec.mutable_task_template());
    task.triggers = readTriggers(reader, problems, spec);
    if (const auto* example = reader.find("example"))
    {
        if (problems.texts().empty()) checkExample(*example, spec, problems);
        task.example = jsonText(*example);
    }
    reader.find("versions");
    reader.finish();
    return task;
}

/// The file's keys without `versions`, and over them the keys of one version.
rapidjson::Document overlaid(const rapidjson::Document& file, const rapidjson::Value& version)
{
    rapidjson::Document merged;
    merged.CopyFrom(file, merged.GetAllocator());
    merged.RemoveMember("versions");
    if (!version.IsObject())
    {
        merged.AddMember("version", rapidjson::Value(version, merged.GetAllocator()), merged.GetAllocator());
        return merged;
    }
    for (const auto& member : version.GetObject())
    {
        rapidjson::Value key(member.name, merged.GetAllocator());
        merged.RemoveMember(key);
        merged.AddMember(key, rapidjson::Value(member.value, merged.GetAllocator()), merged.GetAllocator());
    }
    return merged;
}

std::vector<Task> readVersions(const rapidjson::Document& file, const std::string& path, Problems& problems)
{
    if (!file.IsObject() || !file.HasMember("versions")) return {readVersion(file, path, problems)};
    const auto& versions = file["versions"];
    std::vector<Task> tasks;
    if (!versions.IsArray() || versions.Empty() || file.HasMember("version"))
        problems.add("versions", "must be a list of versions, oldest first, and there must be no `version` beside it");
    else
        for (const auto& version : versions.GetArray())
        {
            if (!version.IsString() && !(version.IsObject() && version.HasMember("version")))
                problems.add("versions", "a version is a text, or an object with `version` and what differs in it");
            else
                tasks.push_back(readVersion(overlaid(file, version), path, problems));
        }
    return tasks;
}

} // namespace

std::vector<Task> readTaskFile(const std::string& path, Problems& problems)
{
    const auto file = parseJsonFile(path, problems);
    if (!file) return {};
    auto tasks = readVersions(*file, path, problems);
    Time created = changeOf(path);
    for (auto& task : tasks) task.createdAt = created += std::chrono::milliseconds(1);
    return tasks;
}

} // namespace flyte_webhook::sandbox
