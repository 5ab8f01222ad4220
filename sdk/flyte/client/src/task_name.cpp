#include <algorithm>
#include <flyte_webhook/flyte/task_name.h>
#include <flyte_webhook/flyte/text_checks.h>
#include <flyteidl2/workflow/run_definition.pb.h>
#include <stdexcept>

namespace flyte_webhook::flyte
{

namespace
{

bool isPart(std::string_view text) { return !text.empty() && text.find_first_of(" /") == text.npos && !hasControlCharacter(text); }

/// The older identifier in the template and the newer one in the metadata have these names in common.
template <typename Identifier> bool names(const Identifier& id, const TaskName& task)
{
    return id.project() == task.project && id.domain() == task.domain && id.name() == task.name;
}

} // namespace

TaskName TaskName::ofSetting(const std::string& setting, std::string_view value)
{
    const auto first = std::min(value.find('/'), value.size());
    const auto second = std::min(value.find('/', first + 1), value.size());
    const auto project = value.substr(0, first);
    const auto domain = value.substr(std::min(first + 1, value.size()), second - std::min(first + 1, second));
    const auto name = value.substr(std::min(second + 1, value.size()));
    if (!isPart(project) || !isPart(domain) || !isPart(name))
        throw std::invalid_argument(setting + ": '" + std::string(value) +
                                    "' names no task; write project/domain/name, as in system/production/build-image");
    return {std::string(project), std::string(domain), std::string(name)};
}

bool TaskName::isOf(const flyteidl2::workflow::RunDetails& run) const
{
    return names(run.action().task().task_template().id(), *this) || names(run.action().metadata().task().id(), *this);
}

} // namespace flyte_webhook::flyte
