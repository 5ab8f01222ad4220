#include "sandbox/pages/page.h"
#include "sandbox/pages/pages.h"
#include "sandbox/pages/parts.h"
#include "sandbox/pages/table.h"
#include "sandbox/tasks/literals.h"
#include "sandbox/tasks/type_syntax.h"

using flyteidl2::core::VariableEntry;
using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

void writeFacts(Html& html, const std::vector<const Task*>& versions)
{
    html.markup("<p>").text(versions.front()->spec.documentation().short_description()).markup("</p>\n<dl class=\"facts\">\n");
    for (const Task* task : versions)
        html.markup("<dt>Version ").text(task->id.version()).markup("</dt><dd>of ").time(task->createdAt).markup("</dd>\n");
    writeFact(html, "Project and domain", versions.front()->id.project() + " / " + versions.front()->id.domain());
    html.markup("</dl>\n");
}

std::string defaultText(const TaskSpec& spec, const std::string& name)
{
    for (const auto& parameter : spec.default_inputs())
        if (parameter.name() == name) return jsonText(parameter.parameter().default_(), parameter.parameter().var().type());
    return {};
}

void writeInputs(Html& html, const TaskSpec& spec)
{
    const auto write = [&](Row& row, const VariableEntry& input)
    {
        row.cell().text(input.key());
        row.cell().text(typeText(input.value().type()));
        row.cell().text(defaultText(spec, input.key()));
        row.cell().text(input.value().description());
    };
    writeTable(html, {"Name", "Type", "Default", "Meaning"}, spec.task_template().interface().inputs().variables(), "None.", write);
}

void writeOutputs(Html& html, const TaskSpec& spec)
{
    const auto write = [](Row& row, const VariableEntry& output)
    {
        row.cell().text(output.key());
        row.cell().text(typeText(output.value().type()));
        row.cell().text(output.value().description());
    };
    writeTable(html, {"Name", "Type", "Meaning"}, spec.task_template().interface().outputs().variables(), "None.", write);
}

std::string commandText(const TaskSpec& spec)
{
    std::string text;
    for (const auto& argument : spec.task_template().container().command()) text += argument + "\n";
    return text;
}

} // namespace

std::string taskPage(const std::vector<const Task*>& versions, const std::vector<Trigger>& triggers, const std::vector<RunSummary>& runs)
{
    const TaskSpec& spec = versions.front()->spec;
    const auto body = [&](Html& html)
    {
        writeSection(html, "facts", "", [&] { writeFacts(html, versions); });
        writeSection(html, "inputs", "Inputs", [&] { writeInputs(html, spec); });
        writeSection(html, "outputs", "Outputs", [&] { writeOutputs(html, spec); });
        writeSection(html, "command", "Command, an argument a line",
                     [&] { html.markup("<pre>").text(commandText(spec)).markup("</pre>\n"); });
        writeSection(html, "triggers", "Triggers", [&] { writeTriggers(html, triggers); });
        writeSection(html, "runs", "Runs", [&] { writeRuns(html, runs); });
    };
    return page({"Task " + versions.front()->id.name(), "", Pace::slow}, body);
}

} // namespace flyte_webhook::sandbox
