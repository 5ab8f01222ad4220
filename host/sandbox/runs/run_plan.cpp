#include "sandbox/runs/run_plan.h"
#include "base/sandbox_secret.h"
#include "sandbox/tasks/command_template.h"
#include "sandbox/tasks/literals.h"
#include <Poco/Environment.h>
#include <flyteidl2/task/task_definition.pb.h>
#include <stdexcept>

using flyteidl2::core::Secret;
using flyteidl2::core::TaskTemplate;
using flyteidl2::core::VariableMap;
using flyteidl2::task::Inputs;
using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

template <typename Message> Message parsed(const std::string& bytes, const char* what)
{
    Message message;
    if (!message.ParseFromString(bytes)) throw std::runtime_error(std::string("the stored ") + what + " of the run cannot be read");
    return message;
}

std::string inputText(std::string_view name, const Inputs& inputs, const VariableMap& types)
{
    for (int i = 0; i < types.variables_size(); ++i)
        if (types.variables(i).key() == name)
            for (const auto& input : inputs.literals())
                if (input.name() == name) return argumentText(input.value(), types.variables(i).value().type());
    throw std::runtime_error("the run has no input `" + std::string(name) + "`, but the command needs it");
}

std::string placeholderText(std::string_view name, const Inputs& inputs, const VariableMap& types, const RunFolder& folder,
                            const std::string& state)
{
    if (const auto input = inputOfPlaceholder(name); !input.empty()) return inputText(input, inputs, types);
    if (name == "input") return folder.inputDocument();
    if (name == "inputPrefix") return folder.inputs();
    if (name == "outputPrefix") return folder.outputs();
    if (name == "uploadPrefix") return state + "/uploads";
    throw std::runtime_error("the command has the placeholder {{." + std::string(name) + "}}, which means nothing");
}

std::string secretValue(const Secret& secret)
{
    const std::string source = secretSource(secret.env_var());
    if (Poco::Environment::has(source)) return Poco::Environment::get(source);
    throw std::runtime_error("the task needs the secret `" + secret.key() +
                             "`: start the sandbox with its value in the environment variable " + source);
}

std::vector<std::string> environmentOf(const Run& run, const TaskTemplate& task, const RunFolder& folder)
{
    std::vector<std::string> environment{
        std::string("PATH=") + searchPath,
        "HOME=" + folder.work(),
        "TMPDIR=" + folder.work(),
        "LANG=C.UTF-8",
        "FLYTE_INTERNAL_EXECUTION_PROJECT=" + run.name.project,
        "FLYTE_INTERNAL_EXECUTION_DOMAIN=" + run.name.domain,
        "FLYTE_INTERNAL_EXECUTION_ID=" + run.name.name,
    };
    for (const auto& secret : task.security_context().secrets()) environment.push_back(secret.env_var() + "=" + secretValue(secret));
    return environment;
}

std::optional<std::chrono::milliseconds> timeoutOf(const TaskTemplate& task)
{
    if (!task.metadata().has_timeout()) return std::nullopt;
    const auto& timeout = task.metadata().timeout();
    return std::chrono::milliseconds(timeout.seconds() * 1000 + timeout.nanos() / 1'000'000);
}

} // namespace

std::string secretSource(const std::string& variable) { return std::string(host::sandboxSecretPrefix) + variable; }

RunPlan prepareRun(const Run& run, const std::string& state)
{
    const auto spec = parsed<TaskSpec>(run.taskSpec, "task");
    const auto inputs = parsed<Inputs>(run.inputs, "inputs");
    const TaskTemplate& task = spec.task_template();
    RunPlan plan{RunFolder(state, run.number), {}, task.interface().outputs(), timeoutOf(task)};
    const VariableMap& types = task.interface().inputs();
    for (const auto& argument : task.container().command())
        plan.process.arguments.push_back(
            expand(argument, [&](std::string_view name) { return placeholderText(name, inputs, types, plan.folder, state); }));
    plan.process.environment = environmentOf(run, task, plan.folder);
    plan.process.folder = plan.folder.work();
    plan.folder.make();
    plan.folder.writeInputs(inputs, types);
    return plan;
}

} // namespace flyte_webhook::sandbox
