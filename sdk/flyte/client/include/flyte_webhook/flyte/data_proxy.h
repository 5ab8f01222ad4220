#pragma once
#include <flyte_webhook/flyte/clusters.h>
#include <flyte_webhook/flyte/task_to_run.h>
#include <flyteidl2/dataproxy/dataproxy_service.pb.h>
#include <optional>

namespace flyte_webhook::flyte
{

/// The data-proxy service, at the cluster that the control plane names. Thread: the request's.
class DataProxy
{
public:
    /// `clusters` must outlive the object.
    DataProxy(const ControlPlane& controlPlane, Clusters& clusters) : _controlPlane(controlPlane), _clusters(clusters) {}

    /// Stores the inputs of a run to be, and takes them: they may be big. Nothing, and the inputs as they were: this control plane is too
    /// old for that, and wants them with the run. Not sent again when the control plane was unavailable, since it writes.
    std::optional<flyteidl2::common::OffloadedInputData> uploadInputs(const Place& place, const TaskToRun& task,
                                                                      flyteidl2::task::Inputs& inputs) const;

    /// Where a file of so many bytes may be put: a signed URL, the headers that belong to it, and the address that tasks read it by. `md5`
    /// are the 16 bytes of the content's digest. Nothing is stored by asking.
    flyteidl2::dataproxy::CreateUploadLocationResponse uploadLocation(const Place& place, const std::string& filename,
                                                                      const std::string& md5, std::size_t size) const;

    /// Inputs and outputs of an action of a run in `place`, as far as they are recorded.
    flyteidl2::dataproxy::GetActionDataResponse actionData(const Place& place, const flyteidl2::common::ActionIdentifier& action) const;

private:
    ControlPlane _controlPlane;
    Clusters& _clusters;
};

} // namespace flyte_webhook::flyte
