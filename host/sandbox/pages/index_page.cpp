#include "sandbox/pages/page.h"
#include "sandbox/pages/pages.h"
#include "sandbox/pages/parts.h"
#include "sandbox/pages/table.h"

namespace flyte_webhook::sandbox
{
namespace
{

void writeTasks(Html& html, const TaskSet& tasks)
{
    const auto write = [](Row& row, const Task& task)
    {
        row.cell().link(pathToTask(task.id.project(), task.id.domain(), task.id.name()), task.id.name());
        row.cell().text(task.id.version());
        row.cell().text(task.id.project() + " / " + task.id.domain());
        row.cell().text(task.spec.documentation().short_description());
    };
    writeTable(html, {"Task", "Version", "Project and domain", "What it does"}, tasks.all(), "None.", write);
}

void writeApps(Html& html, const Apps& apps)
{
    const auto write = [](Row& row, const Apps::Entry& entry)
    {
        const AppName& name = entry.app().name;
        row.cell().link(pathToApp(name.project, name.domain, name.name), name.name);
        writeWord(row.cell(), phaseName(entry.state().phase()));
        row.cell().text(name.project + " / " + name.domain);
        row.cell().text(entry.app().description);
    };
    writeTable(html, {"App", "State", "Project and domain", "What it does"}, apps.all(), "None: the folder of apps holds no file.", write);
}

} // namespace

std::string indexPage(const Shown& shown)
{
    return page({"Runs", "", Pace::slow},
                [&](Html& html)
                {
                    writeSection(html, "runs", "", [&] { writeRuns(html, shown.store.newest(shownRuns)); });
                    writeSection(html, "tasks", "Tasks", [&] { writeTasks(html, shown.tasks); });
                    writeSection(html, "triggers", "Triggers", [&] { writeTriggers(html, shown.triggers.all()); });
                    writeSection(html, "apps", "Apps", [&] { writeApps(html, shown.apps); });
                });
}

} // namespace flyte_webhook::sandbox
