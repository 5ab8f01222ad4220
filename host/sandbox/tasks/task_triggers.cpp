#include "sandbox/tasks/task_triggers.h"
#include "sandbox/base/duration_text.h"
#include "sandbox/tasks/task_settings.h"
#include <algorithm>
#include <flyte_webhook/flyte/values.h>
#include <stdexcept>

using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::chrono::milliseconds shortestPeriod{100};

void readInputs(const rapidjson::Value* given, ObjectReader& reader, const TaskSpec& spec, flyteidl2::task::Inputs& inputs)
{
    static const rapidjson::Value none(rapidjson::kObjectType);
    if (given && !given->IsObject()) return reader.problem("inputs", "must be an object of inputs");
    try
    {
        inputs = flyte::toInputs(spec, given ? *given : none);
    }
    catch (const InvalidArgument& e)
    {
        reader.problem("inputs", e.what());
    }
}

TaskTrigger readTrigger(const rapidjson::Value& json, const std::string& where, Problems& problems, const TaskSpec& spec)
{
    TaskTrigger trigger;
    ObjectReader reader(json, where, problems);
    trigger.name = reader.text("name");
    trigger.description = reader.text("description");
    trigger.active = reader.boolean("active", false);
    const std::string every = reader.text("every");
    const auto period = durationFromText(every);
    if (!consistsOf(trigger.name, "._-")) reader.problem("name", "is needed; a name consists of letters, digits, dots, - and _");
    if (!period || *period < shortestPeriod)
        reader.problem("every", "`" + every + "` is no period; right is a number with ms, s, m or h, such as \"30s\", of 100ms at least");
    trigger.every = period.value_or(shortestPeriod);
    const auto* inputs = reader.find("inputs");
    if (problems.texts().empty()) readInputs(inputs, reader, spec, trigger.inputs);
    reader.finish();
    return trigger;
}

} // namespace

std::vector<TaskTrigger> readTriggers(ObjectReader& reader, Problems& problems, const TaskSpec& spec)
{
    std::vector<TaskTrigger> triggers;
    const auto* json = reader.find("triggers");
    if (!json) return triggers;
    if (!json->IsArray()) return reader.problem("triggers", "must be a list of objects with `name` and `every`"), triggers;
    for (const auto& item : json->GetArray())
    {
        auto trigger = readTrigger(item, reader.pathOf("triggers"), problems, spec);
        const bool isTwin =
            std::any_of(triggers.begin(), triggers.end(), [&](const TaskTrigger& earlier) { return earlier.name == trigger.name; });
        if (isTwin) reader.problem("triggers", "the name `" + trigger.name + "` comes twice");
        triggers.push_back(std::move(trigger));
    }
    return triggers;
}

} // namespace flyte_webhook::sandbox
