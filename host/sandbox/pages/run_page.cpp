#include "sandbox/pages/page.h"
#include "sandbox/pages/pages.h"
#include "sandbox/pages/tables.h"
#include "sandbox/tasks/literals.h"
#include "sandbox/tasks/type_syntax.h"
#include <flyteidl2/task/run.pb.h>

using flyteidl2::core::Literal;
using flyteidl2::core::LiteralType;
using flyteidl2::core::VariableMap;
using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t longestShownValue = 16 << 10;

const LiteralType& typeOf(const std::string& name, const VariableMap& types)
{
    for (const auto& entry : types.variables())
        if (entry.key() == name) return entry.value().type();
    return LiteralType::default_instance();
}

std::string shownValue(const Literal& literal, const LiteralType& type)
{
    std::string json = jsonText(literal, type);
    if (json.size() <= longestShownValue) return json;
    return json.substr(0, longestShownValue) + "... (" + std::to_string(json.size()) + " bytes)";
}

/// Inputs or Outputs: both are named literals.
template <typename Values> void writeValues(Html& html, const Values& values, const VariableMap& types)
{
    if (values.literals().empty())
    {
        html.markup("<p>None.</p>\n");
        return;
    }
    html.markup("<table>\n<tr><th>Name</th><th>Type</th><th>Value</th></tr>\n");
    for (const auto& value : values.literals())
    {
        const LiteralType& type = typeOf(value.name(), types);
        html.markup("<tr><td>").text(value.name()).markup("</td><td>").text(typeText(type)).markup("</td><td><pre>");
        html.text(shownValue(value.value(), type)).markup("</pre></td></tr>\n");
    }
    html.markup("</table>\n");
}

void writeFacts(Html& html, const Run& run)
{
    html.markup("<table>\n<tr><th>Phase</th><td>");
    writePhase(html, run.phase);
    html.markup("</td></tr>\n<tr><th>Task</th><td>").link(pathToTask(run.taskProject, run.taskDomain, run.task), run.task);
    html.text(", version " + run.version).markup("</td></tr>\n");
    writeRow(html, "Project and domain", run.name.project + " / " + run.name.domain);
    writeRow(html, "Started by", run.startedBy);
    flyteidl2::task::RunSpec spec;
    if (spec.ParseFromString(run.runSpec))
        for (const auto& [key, value] : spec.labels().values()) writeRow(html, "Label " + key, value);
    html.markup("</table>\n");
}

void writePhases(Html& html, const Run& run)
{
    html.markup("<h2>Phases</h2>\n<table>\n<tr><th>Phase</th><th>Since</th><th>For</th></tr>\n");
    for (std::size_t i = 0; i < run.phases.size(); ++i)
    {
        html.markup("<tr><td>");
        writePhase(html, run.phases[i].phase);
        html.markup("</td><td>").text(timeText(run.phases[i].at)).markup("</td><td>");
        if (i + 1 < run.phases.size())
        {
            const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(run.phases[i + 1].at - run.phases[i].at);
            html.text(std::to_string(time.count()) + " ms");
        }
        html.markup("</td></tr>\n");
    }
    html.markup("</table>\n");
}

void writeEnd(Html& html, const Run& run)
{
    if (run.error) html.markup("<h2>Error</h2>\n<pre>").text(run.error->message).markup("</pre>\n");
    if (run.phase == Phase::aborted)
        html.markup("<h2>Aborted</h2>\n<pre>").text("by " + run.abortedBy + ": " + run.abortReason).markup("</pre>\n");
}

} // namespace

std::string runPage(const Run& run)
{
    TaskSpec spec;
    flyteidl2::task::Inputs inputs;
    flyteidl2::task::Outputs outputs;
    spec.ParseFromString(run.taskSpec);
    inputs.ParseFromString(run.inputs);
    outputs.ParseFromString(run.outputs);
    const auto& interface = spec.task_template().interface();
    return page("Run " + run.name.name, isDone(run.phase) ? 0 : 1,
                [&](Html& html)
                {
                    writeFacts(html, run);
                    writeEnd(html, run);
                    writePhases(html, run);
                    html.markup("<h2>Inputs</h2>\n");
                    writeValues(html, inputs, interface.inputs());
                    html.markup("<h2>Outputs</h2>\n");
                    writeValues(html, outputs, interface.outputs());
                    html.markup("<h2>Log</h2>\n<pre>").text(run.log.empty() ? "(nothing)" : run.log).markup("</pre>\n");
                });
}

} // namespace flyte_webhook::sandbox
