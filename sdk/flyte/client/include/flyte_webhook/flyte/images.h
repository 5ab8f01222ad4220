#pragma once
#include <flyte_webhook/flyte/clusters.h>

namespace flyte_webhook::flyte
{

/// The image service, at the cluster that the control plane names. Thread: the request's.
class Images
{
public:
    /// `clusters` must outlive the object.
    Images(const ControlPlane& controlPlane, Clusters& clusters) : _controlPlane(controlPlane), _clusters(clusters) {}

    /// Whether the registry of the place has the image, "name:tag". False as well when that cannot be told, for whatever reason: an image
    /// may always be built, and a builder that has it already makes nothing new of it.
    bool has(const Place& place, const std::string& image) const;

private:
    ControlPlane _controlPlane;
    Clusters& _clusters;
};

} // namespace flyte_webhook::flyte
