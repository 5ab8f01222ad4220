#include "sandbox/base/duration_text.h"
#include "sandbox/pages/page.h"
#include "sandbox/pages/pages.h"
#include "sandbox/pages/parts.h"
#include "sandbox/pages/table.h"
#include "sandbox/pages/timeline.h"
#include "sandbox/tasks/literals.h"
#include "sandbox/tasks/type_syntax.h"
#include <flyteidl2/task/run.pb.h>

using flyteidl2::core::Literal;
using flyteidl2::core::LiteralType;
using flyteidl2::core::VariableMap;
using flyteidl2::task::NamedLiteral;
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
template <typename Values, std::size_t Size>
void writeValues(Html& html, const Values& values, const VariableMap& types, const char (&nothing)[Size])
{
    const auto write = [&](Row& row, const NamedLiteral& value)
    {
        const LiteralType& type = typeOf(value.name(), types);
        row.cell().text(value.name());
        row.cell().text(typeText(type));
        row.cell().markup("<pre>").text(shownValue(value.value(), type)).markup("</pre>");
    };
    writeTable(html, {"Name", "Type", "Value"}, values.literals(), nothing, write);
}

void writeFacts(Html& html, const Run& run)
{
    html.markup("<dl class=\"facts\">\n<dt>Task</dt><dd>").link(pathToTask(run.taskProject, run.taskDomain, run.task), run.task);
    html.text(", version " + run.version).markup("</dd>\n");
    writeFact(html, "Project and domain", run.name.project + " / " + run.name.domain);
    writeFact(html, "Started by", run.startedBy);
    flyteidl2::task::RunSpec spec;
    if (spec.ParseFromString(run.runSpec))
        for (const auto& [key, value] : spec.labels().values()) writeFact(html, "Label " + key, value);
    html.markup("</dl>\n");
}

void writePhases(Html& html, const Run& run)
{
    std::size_t next = 0;
    const auto write = [&](Row& row, const PhaseChange& change)
    {
        ++next;
        writeWord(row.cell(), phaseName(change.phase));
        row.cell().time(change.at);
        Html& length = row.cell();
        if (next < run.phases.size()) length.text(durationText(run.phases[next].at - change.at));
    };
    writeTable(html, {"Phase", "Since", "For"}, run.phases, "None.", write);
}

void writeOutcome(Html& html, const Run& run)
{
    if (run.error) html.markup("<h2>Error</h2>\n<pre>").text(run.error->message).markup("</pre>\n");
    if (run.phase == Phase::aborted)
        html.markup("<h2>Aborted</h2>\n<pre>").text("by " + run.abortedBy + ": " + run.abortReason).markup("</pre>\n");
}

void writeOutputs(Html& html, const Run& run, const VariableMap& types)
{
    flyteidl2::task::Outputs outputs;
    outputs.ParseFromString(run.outputs);
    if (isDone(run.phase))
        writeValues(html, outputs, types, "None.");
    else
        writeValues(html, outputs, types, "None yet.");
}

} // namespace

std::string runPage(const Run& run, Time now)
{
    TaskSpec spec;
    spec.ParseFromString(run.taskSpec);
    flyteidl2::task::Inputs inputs;
    inputs.ParseFromString(run.inputs);
    const auto& interface = spec.task_template().interface();
    const auto body = [&](Html& html)
    {
        writeSection(html, "facts", "", [&] { writeFacts(html, run); });
        writeSection(html, "outcome", "", [&] { writeOutcome(html, run); });
        writeSection(html, "timeline", "Timeline", [&] { writeTimeline(html, run.phases, now), writePhases(html, run); });
        writeSection(html, "inputs", "Inputs", [&] { writeValues(html, inputs, interface.inputs(), "None."); });
        writeSection(html, "outputs", "Outputs", [&] { writeOutputs(html, run, interface.outputs()); });
        writeSection(html, "log", "Log", [&] { writeLog(html, run.log); });
    };
    return page({"Run " + run.name.name, phaseName(run.phase), isDone(run.phase) ? Pace::none : Pace::quick}, body);
}

} // namespace flyte_webhook::sandbox
