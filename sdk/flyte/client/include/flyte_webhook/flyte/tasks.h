#pragma once
#include <flyte_webhook/flyte/expiring_cache.h>
#include <flyte_webhook/flyte/place.h>
#include <flyte_webhook/plugin/control_plane.h>
#include <flyteidl2/task/task_definition.pb.h>
#include <memory>

namespace flyte_webhook::flyte
{

/// One version of a task. Cheap to copy.
struct Task
{
    flyteidl2::task::TaskIdentifier id; ///< with the version
    std::shared_ptr<const flyteidl2::task::TaskDetails> details;
    bool kept = false; ///< the details were read a short while ago; the version may have been deployed again since then
};

/// Details of task versions that were read a short while ago, by caller: nobody is served what another may see. They cost about as many
/// bytes as they take. Thread: any.
using TaskCache = ExpiringCache<std::shared_ptr<const flyteidl2::task::TaskDetails>>;

/// The task service. Thread: the request's.
class Tasks
{
public:
    /// `caller` tells the caller from others (Request::caller()); both references must outlive the object.
    Tasks(const ControlPlane& controlPlane, TaskCache& cache, std::string_view caller)
        : _controlPlane(controlPlane), _cache(cache), _caller(caller)
    {
    }

    enum class Details
    {
        Fresh, ///< asked for now
        Kept   ///< those of a short while ago will do
    };

    /// A version of a task; an empty one means the newest, which is asked for each time. Throws NotFound when there is none.
    Task find(const Place& place, const std::string& name, const std::string& version, Details details) const;

    /// Reads the details of a version anew.
    void refresh(Task& task) const;

    /// Keeps its details no longer: something was wrong with them.
    void forget(const Task& task) const;

private:
    void keep(const Task& task) const;
    std::string newestVersion(const Place& place, const std::string& name) const;
    std::shared_ptr<const flyteidl2::task::TaskDetails> read(const flyteidl2::task::TaskIdentifier& id, const std::string& asked) const;

    ControlPlane _controlPlane;
    TaskCache& _cache;
    const std::string_view _caller;
};

} // namespace flyte_webhook::flyte
