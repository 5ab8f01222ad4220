#include "sandbox/pages/page.h"
#include "sandbox/pages/pages.h"
#include "sandbox/pages/tables.h"
#include "sandbox/tasks/literals.h"
#include "sandbox/tasks/type_syntax.h"

using flyteidl2::core::VariableMap;
using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

void writeTasks(Html& html, const TaskSet& tasks)
{
    html.markup("<table>\n<tr><th>Task</th><th>Version</th><th>Project and domain</th><th>What it does</th></tr>\n");
    for (const auto& task : tasks.all())
    {
        html.markup("<tr><td>").link(pathToTask(task.id.project(), task.id.domain(), task.id.name()), task.id.name()).markup("</td><td>");
        html.text(task.id.version()).markup("</td><td>").text(task.id.project() + " / " + task.id.domain()).markup("</td><td>");
        html.text(task.spec.documentation().short_description()).markup("</td></tr>\n");
    }
    html.markup("</table>\n");
}

std::string periodText(std::chrono::milliseconds period)
{
    const auto count = period.count();
    return "every " + (count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms");
}

void writeTriggers(Html& html, const std::vector<Trigger>& triggers)
{
    if (triggers.empty())
    {
        html.markup("<p>None.</p>\n");
        return;
    }
    html.markup("<table>\n<tr><th>Trigger</th><th>State</th><th>Task</th><th>When</th><th>Last run</th><th>What it is for</th></tr>\n");
    for (const auto& trigger : triggers)
    {
        const TriggerName& name = trigger.name;
        html.markup("<tr><td>").text(name.name).markup("</td><td>");
        writeWord(html, trigger.state.active ? "active" : "inactive");
        html.markup("</td><td>").link(pathToTask(name.project, name.domain, name.task), name.task).markup("</td><td>");
        html.text(periodText(trigger.declared.every)).markup("</td><td>");
        html.text(trigger.state.triggeredAt ? timeText(*trigger.state.triggeredAt) : "").markup("</td><td>");
        html.text(trigger.declared.description).markup("</td></tr>\n");
    }
    html.markup("</table>\n");
}

void writeApps(Html& html, const Apps& apps)
{
    html.markup("<table>\n<tr><th>App</th><th>State</th><th>Project and domain</th><th>What it does</th></tr>\n");
    for (const auto& entry : apps.all())
    {
        const AppName& name = entry.app().name;
        html.markup("<tr><td>").link(pathToApp(name.project, name.domain, name.name), name.name).markup("</td><td>");
        writePhase(html, entry.state().phase());
        html.markup("</td><td>").text(name.project + " / " + name.domain).markup("</td><td>");
        html.text(entry.app().description).markup("</td></tr>\n");
    }
    html.markup("</table>\n");
}

std::string defaultText(const TaskSpec& spec, const std::string& name)
{
    for (const auto& parameter : spec.default_inputs())
        if (parameter.name() == name) return jsonText(parameter.parameter().default_(), parameter.parameter().var().type());
    return {};
}

void writeInterface(Html& html, const VariableMap& variables, const TaskSpec& spec)
{
    html.markup("<table>\n<tr><th>Name</th><th>Type</th><th>Default</th><th>Meaning</th></tr>\n");
    for (const auto& entry : variables.variables())
    {
        html.markup("<tr><td>").text(entry.key()).markup("</td><td>").text(typeText(entry.value().type())).markup("</td><td>");
        html.text(defaultText(spec, entry.key())).markup("</td><td>").text(entry.value().description()).markup("</td></tr>\n");
    }
    html.markup("</table>\n");
}

std::string commandText(const TaskSpec& spec)
{
    std::string text;
    for (const auto& argument : spec.task_template().container().command()) text += argument + "\n";
    return text;
}

} // namespace

std::string indexPage(const Shown& shown)
{
    return page("Runs", 0,
                [&](Html& html)
                {
                    writeRuns(html, shown.store.newest(shownRuns));
                    html.markup("<h2>Tasks</h2>\n");
                    writeTasks(html, shown.tasks);
                    html.markup("<h2>Triggers</h2>\n");
                    writeTriggers(html, shown.triggers.all());
                    html.markup("<h2>Apps</h2>\n");
                    writeApps(html, shown.apps);
                });
}

std::string taskPage(const std::vector<const Task*>& versions, const std::vector<Trigger>& triggers, const std::vector<RunSummary>& runs)
{
    const Task& newest = *versions.front();
    return page(
        "Task " + newest.id.name(), 0,
        [&](Html& html)
        {
            html.markup("<p>").text(newest.spec.documentation().short_description()).markup("</p>\n<table>\n");
            for (const Task* task : versions) writeRow(html, "Version " + task->id.version(), "of " + timeText(task->createdAt));
            html.markup("</table>\n<h2>Inputs</h2>\n");
            writeInterface(html, newest.spec.task_template().interface().inputs(), newest.spec);
            html.markup("<h2>Outputs</h2>\n");
            writeInterface(html, newest.spec.task_template().interface().outputs(), TaskSpec());
            html.markup("<h2>Command, an argument a line</h2>\n<pre>").text(commandText(newest.spec)).markup("</pre>\n<h2>Triggers</h2>\n");
            writeTriggers(html, triggers);
            html.markup("<h2>Runs</h2>\n");
            writeRuns(html, runs);
        });
}

} // namespace flyte_webhook::sandbox
