#include "sandbox/tasks/task_settings.h"
#include "sandbox/base/duration_text.h"
#include <algorithm>
#include <cctype>

using flyteidl2::core::Secret;
using flyteidl2::core::TaskMetadata;
using flyteidl2::core::TaskTemplate;

namespace flyte_webhook::sandbox
{
namespace
{

void addSecret(const std::string& group, const std::string& key, std::string variable, ObjectReader& reader, TaskTemplate& task)
{
    if (variable.empty()) variable = group.empty() ? key : group + "_" + key;
    std::transform(variable.begin(), variable.end(), variable.begin(),
                   [](unsigned char c) { return c == '-' || c == '.' ? '_' : std::toupper(c); });
    if (!consistsOf(key, "._-")) reader.problem("secrets", "the key of a secret consists of letters, digits, dots, - and _");
    if (!consistsOf(variable, "_") || std::isdigit(static_cast<unsigned char>(variable.front())))
        reader.problem("secrets", "`" + variable + "` cannot be the name of an environment variable");
    auto& secret = *task.mutable_security_context()->add_secrets();
    secret.set_group(group);
    secret.set_key(key);
    secret.set_env_var(variable);
    secret.set_mount_requirement(Secret::ENV_VAR);
}

} // namespace

void readSecrets(ObjectReader& reader, Problems& problems, TaskTemplate& task)
{
    const auto* json = reader.find("secrets");
    if (!json) return;
    if (!json->IsArray()) return reader.problem("secrets", "must be a list of keys");
    for (const auto& item : json->GetArray())
    {
        if (item.IsString())
        {
            addSecret({}, item.GetString(), {}, reader, task);
            continue;
        }
        ObjectReader secret(item, reader.pathOf("secrets"), problems);
        const std::string group = secret.text("group"), key = secret.text("key"), variable = secret.text("env");
        secret.finish();
        if (!key.empty())
            addSecret(group, key, variable, reader, task);
        else
            reader.problem("secrets", "a secret is its key, or an object with `key`, `group` and `env`");
    }
}

void readCache(ObjectReader& reader, Problems& problems, TaskTemplate& task)
{
    const auto* json = reader.find("cache");
    if (!json || *json == "disable") return;
    TaskMetadata& metadata = *task.mutable_metadata();
    metadata.set_discoverable(true);
    if (*json == "auto") return;
    if (!json->IsObject()) return reader.problem("cache", "must be \"disable\", \"auto\" or an object with version, serialize and ignore");
    ObjectReader cache(*json, reader.pathOf("cache"), problems);
    metadata.set_discovery_version(cache.text("version"));
    metadata.set_cache_serializable(cache.boolean("serialize", false));
    const auto names = inputNames(task);
    for (const auto& ignored : cache.texts("ignore"))
    {
        if (std::find(names.begin(), names.end(), ignored) == names.end())
            cache.problem("ignore", "the task has no input `" + ignored + "`");
        metadata.add_cache_ignore_input_vars(ignored);
    }
    cache.finish();
}

void readTimeout(ObjectReader& reader, TaskTemplate& task)
{
    const std::string text = reader.text("timeout");
    if (text.empty()) return;
    const auto timeout = durationFromText(text);
    if (!timeout) return reader.problem("timeout", "`" + text + "` is no duration; right is a number with ms, s, m or h, such as \"30s\"");
    auto& duration = *task.mutable_metadata()->mutable_timeout();
    duration.set_seconds(timeout->count() / 1000);
    duration.set_nanos(static_cast<std::int32_t>(timeout->count() % 1000 * 1'000'000));
}

std::vector<std::string> inputNames(const TaskTemplate& task)
{
    std::vector<std::string> names;
    for (const auto& input : task.interface().inputs().variables()) names.push_back(input.key());
    return names;
}

bool consistsOf(std::string_view text, std::string_view further)
{
    const auto fits = [&](unsigned char c) { return std::isalnum(c) || further.find(static_cast<char>(c)) != std::string_view::npos; };
    return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), fits);
}

} // namespace flyte_webhook::sandbox
