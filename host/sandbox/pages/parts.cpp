#include "sandbox/pages/parts.h"
#include "sandbox/pages/table.h"

namespace flyte_webhook::sandbox
{
namespace
{

std::string periodText(std::chrono::milliseconds period)
{
    const auto count = period.count();
    return "every " + (count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms");
}

} // namespace

void writeWord(Html& html, const char* word) { html.markup("<span class=\"word ").text(word).markup("\">").text(word).markup("</span>"); }

void writeFact(Html& html, std::string_view name, std::string_view value)
{
    html.markup("<dt>").text(name).markup("</dt><dd>").text(value).markup("</dd>\n");
}

void writeLog(Html& html, std::string_view log)
{
    if (log.empty())
        html.markup("<p class=\"nothing\">Nothing was written.</p>\n");
    else
        html.markup("<pre>").text(log).markup("</pre>\n");
}

void writeRuns(Html& html, const std::vector<RunSummary>& runs)
{
    const auto write = [&](Row& row, const RunSummary& run)
    {
        row.cell().link(pathToRun(run.name.project, run.name.domain, run.name.name), run.name.name);
        writeWord(row.cell(), phaseName(run.phase));
        row.cell().link(pathToTask(run.taskProject, run.taskDomain, run.task), run.task);
        row.cell().text(run.startedBy);
        row.cell().time(run.acceptedAt);
        row.cell().time(run.changedAt);
    };
    writeTable(html, {"Run", "Phase", "Task", "Started by", "Accepted", "Last change"}, runs,
               "None yet. Each run is shown here as soon as somebody starts it.", write);
}

void writeTriggers(Html& html, const std::vector<Trigger>& triggers)
{
    const auto write = [&](Row& row, const Trigger& trigger)
    {
        const TriggerName& name = trigger.name;
        row.cell().text(name.name);
        writeWord(row.cell(), trigger.state.active ? "active" : "inactive");
        row.cell().link(pathToTask(name.project, name.domain, name.task), name.task);
        row.cell().text(periodText(trigger.declared.every));
        Html& last = row.cell();
        if (trigger.state.triggeredAt) last.time(*trigger.state.triggeredAt);
        row.cell().text(trigger.declared.description);
    };
    writeTable(html, {"Trigger", "State", "Task", "When", "Last run", "What it is for"}, triggers, "None.", write);
}

} // namespace flyte_webhook::sandbox
