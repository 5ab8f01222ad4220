#pragma once
#include <flyte_webhook/flyte/place.h>
#include <string_view>

namespace flyteidl2::workflow
{
class RunDetails;
}

namespace flyte_webhook::flyte
{

/// The name of a registered task with its project and domain, as settings write it: "system/production/build-image". A value.
struct TaskName
{
    std::string project, domain, name;

    /// The value of a plugin's setting. Throws std::invalid_argument that names the setting when it is no such name.
    static TaskName ofSetting(const std::string& setting, std::string_view value);

    std::string text() const { return project + "/" + domain + "/" + name; }

    /// Whether the run is one of this task, in whatever version.
    bool isOf(const flyteidl2::workflow::RunDetails& run) const;
};

} // namespace flyte_webhook::flyte
