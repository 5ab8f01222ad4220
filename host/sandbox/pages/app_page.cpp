#include "sandbox/pages/page.h"
#include "sandbox/pages/pages.h"
#include "sandbox/pages/tables.h"

namespace flyte_webhook::sandbox
{
namespace
{

void writeFacts(Html& html, const App& app, const AppState& state)
{
    html.markup("<p>").text(app.description).markup("</p>\n<table>\n<tr><th>State</th><td>");
    writePhase(html, state.phase());
    html.markup("</td></tr>\n");
    writeRow(html, "Wanted", state.wish.started ? "started" : "stopped");
    writeRow(html, "Address", addressOf(state));
    writeRow(html, "Project and domain", app.name.project + " / " + app.name.domain);
    writeRow(html, "Revision", std::to_string(state.wish.revision));
    html.markup("</table>\n");
}

void writeConditions(Html& html, const AppState& state)
{
    html.markup("<h2>What happened</h2>\n<table>\n<tr><th>State</th><th>Since</th><th>By</th><th>Why</th></tr>\n");
    for (const auto& condition : state.conditions)
    {
        html.markup("<tr><td>");
        writePhase(html, condition.phase);
        html.markup("</td><td>").text(timeText(condition.at)).markup("</td><td>").text(condition.actor).markup("</td><td><pre>");
        html.text(condition.message).markup("</pre></td></tr>\n");
    }
    html.markup("</table>\n");
}

} // namespace

std::string appPage(const Apps::Entry& entry)
{
    const AppState state = entry.state();
    const AppPhase phase = state.phase();
    const bool moves = phase == AppPhase::pending || phase == AppPhase::deploying || phase == AppPhase::scalingDown;
    return page("App " + entry.app().name.name, moves ? 1 : 0,
                [&](Html& html)
                {
                    writeFacts(html, entry.app(), state);
                    writeConditions(html, state);
                    html.markup("<h2>Log</h2>\n<pre>").text(state.log.empty() ? "(nothing)" : state.log).markup("</pre>\n");
                });
}

} // namespace flyte_webhook::sandbox
