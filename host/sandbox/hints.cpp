#include "sandbox/hints.h"
#include "base/path_segment.h"
#include "base/shell_word.h"

namespace flyte_webhook::sandbox
{
namespace
{

using host::pathSegment;
using host::shellWord;

constexpr const char* curl = "curl -s -H 'Authorization: Bearer alice' ";

std::string runCommand(const Task& task)
{
    const std::string example = task.example.empty() ? "{}" : task.example;
    return std::string(curl) + "-H 'Content-Type: application/json' -d " + shellWord(example) + " {webhook}/run-task/" +
           pathSegment(task.id.domain()) + "/" + pathSegment(task.id.project()) + "/" + pathSegment(task.id.name());
}

std::string suffixFor(const Task& task)
{
    const bool isUsual = task.id.project() == "flytesnacks" && task.id.domain() == "development";
    return isUsual ? "" : "?project=" + pathSegment(task.id.project()) + "&domain=" + pathSegment(task.id.domain());
}

} // namespace

std::vector<std::string> hints(const TaskSet& tasks, const std::string& nextRun)
{
    const Task& task = tasks.introduction();
    return {std::string(curl) + "{webhook}/me", runCommand(task),
            "sleep 1; " + std::string(curl) + shellWord("{webhook}/run/" + nextRun + "/io" + suffixFor(task))};
}

} // namespace flyte_webhook::sandbox
