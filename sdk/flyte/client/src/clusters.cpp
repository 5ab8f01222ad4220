#include <flyte_webhook/flyte/clusters.h>

namespace flyte_webhook::flyte
{

void Clusters::call(const ControlPlane& controlPlane, Operation operation, const Place& place,
                    flyteidl2::cluster::SelectClusterRequest resource, Unary unary, const google::protobuf::MessageLite& request,
                    google::protobuf::MessageLite& reply)
{
    resource.set_operation(operation);
    const auto key = std::to_string(operation) + '\0' + place.org + '\0' + place.project + '\0' + place.domain;
    const auto endpoint = select(controlPlane, key, unary, resource);
    unary.endpoint = endpoint;
    try
    {
        flyte::call(controlPlane, unary, request, reply);
    }
    catch (const CallError& e)
    {
        if (e.code() == Code::Unavailable) _endpoints.forget(key); // the cluster may have moved
        throw;
    }
}

std::string Clusters::select(const ControlPlane& controlPlane, const std::string& key, const Unary& purpose,
                             const flyteidl2::cluster::SelectClusterRequest& request)
{
    if (auto kept = _endpoints.find(key)) return *std::move(kept);
    flyteidl2::cluster::SelectClusterResponse reply;
    try
    {
        flyte::call(controlPlane, {"flyteidl2.cluster.ClusterService/SelectCluster", purpose.attempt + ": finding the cluster", true},
                    request, reply);
    }
    catch (const CallError& e)
    {
        if (e.code() != Code::Unimplemented && e.code() != Code::NotFound) throw;
        return {}; // it knows no clusters: it serves everything itself
    }
    _endpoints.store(key, reply.cluster_endpoint());
    return reply.cluster_endpoint();
}

} // namespace flyte_webhook::flyte
