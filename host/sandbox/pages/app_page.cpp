#include "sandbox/pages/page.h"
#include "sandbox/pages/pages.h"
#include "sandbox/pages/parts.h"
#include "sandbox/pages/table.h"

namespace flyte_webhook::sandbox
{
namespace
{

void writeFacts(Html& html, const App& app, const AppState& state)
{
    html.markup("<p>").text(app.description).markup("</p>\n<dl class=\"facts\">\n");
    writeFact(html, "Wanted", state.wish.started ? "started" : "stopped");
    writeFact(html, "Address", addressOf(state));
    writeFact(html, "Project and domain", app.name.project + " / " + app.name.domain);
    writeFact(html, "Revision", std::to_string(state.wish.revision));
    html.markup("</dl>\n");
}

void writeConditions(Html& html, const AppState& state)
{
    const auto write = [](Row& row, const AppCondition& condition)
    {
        writeWord(row.cell(), phaseName(condition.phase));
        row.cell().time(condition.at);
        row.cell().text(condition.actor);
        row.cell().markup("<pre>").text(condition.message).markup("</pre>");
    };
    writeTable(html, {"State", "Since", "By", "Why"}, state.conditions, "Nothing.", write);
}

} // namespace

std::string appPage(const Apps::Entry& entry)
{
    const AppState state = entry.state();
    const AppPhase phase = state.phase();
    const bool moves = phase == AppPhase::pending || phase == AppPhase::deploying || phase == AppPhase::scalingDown;
    const auto body = [&](Html& html)
    {
        writeSection(html, "facts", "", [&] { writeFacts(html, entry.app(), state); });
        writeSection(html, "conditions", "What happened", [&] { writeConditions(html, state); });
        writeSection(html, "log", "Log", [&] { writeLog(html, state.log); });
    };
    return page({"App " + entry.app().name.name, phaseName(phase), moves ? Pace::quick : Pace::slow}, body);
}

} // namespace flyte_webhook::sandbox
