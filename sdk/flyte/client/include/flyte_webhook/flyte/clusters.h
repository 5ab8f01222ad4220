#pragma once
#include <flyte_webhook/flyte/expiring_cache.h>
#include <flyte_webhook/flyte/place.h>
#include <flyte_webhook/flyte/unary.h>
#include <flyteidl2/cluster/payload.pb.h>

namespace flyte_webhook::flyte
{

using Operation = flyteidl2::cluster::SelectClusterRequest::Operation;

/// Which cluster an operation on a project goes to. One a plugin instance. Answers are kept by operation and place, not by caller: an
/// address is the control plane's word on a project and the same for all who may ask, and whoever may not is refused there, by its own
/// credentials. Thread: any.
class Clusters
{
public:
    /// How long an answer is kept, and how many.
    explicit Clusters(std::chrono::milliseconds life = std::chrono::minutes(5), std::size_t most = 1000) : _endpoints(life, most) {}

    /// Makes a data-plane call where it belongs: at the cluster that the control plane names for the project, or at the control plane
    /// itself when it names none or knows no clusters. `resource` is project or action; its operation is filled in here. A cluster that
    /// cannot be reached is asked for anew the next time. Any other failure to find the cluster is the call's failure: what is stored at a
    /// cluster must not be looked for elsewhere.
    void call(const ControlPlane& controlPlane, Operation operation, const Place& place, flyteidl2::cluster::SelectClusterRequest resource,
              Unary unary, const google::protobuf::MessageLite& request, google::protobuf::MessageLite& reply);

private:
    std::string select(const ControlPlane& controlPlane, const std::string& key, const Unary& purpose,
                       const flyteidl2::cluster::SelectClusterRequest& request);

    ExpiringCache<std::string> _endpoints;
};

} // namespace flyte_webhook::flyte
