#include "sandbox/pages/tables.h"

namespace flyte_webhook::sandbox
{

void writeWord(Html& html, const char* word) { html.markup("<span class=\"phase ").text(word).markup("\">").text(word).markup("</span>"); }

void writePhase(Html& html, Phase phase) { writeWord(html, phaseName(phase)); }

void writePhase(Html& html, AppPhase phase) { writeWord(html, phaseName(phase)); }

void writeRuns(Html& html, const std::vector<RunSummary>& runs)
{
    if (runs.empty())
    {
        html.markup("<p>None yet.</p>\n");
        return;
    }
    html.markup("<table>\n<tr><th>Run</th><th>Phase</th><th>Task</th><th>Started by</th><th>Accepted</th><th>Last change</th></tr>\n");
    for (const auto& run : runs)
    {
        html.markup("<tr><td>").link(pathToRun(run.name.project, run.name.domain, run.name.name), run.name.name).markup("</td><td>");
        writePhase(html, run.phase);
        html.markup("</td><td>").link(pathToTask(run.taskProject, run.taskDomain, run.task), run.task).markup("</td><td>");
        html.text(run.startedBy).markup("</td><td>").text(timeText(run.acceptedAt)).markup("</td><td>");
        html.text(timeText(run.changedAt)).markup("</td></tr>\n");
    }
    html.markup("</table>\n");
}

void writeRow(Html& html, std::string_view name, std::string_view value)
{
    html.markup("<tr><th>").text(name).markup("</th><td>").text(value).markup("</td></tr>\n");
}

} // namespace flyte_webhook::sandbox
