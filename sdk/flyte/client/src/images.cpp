#include <flyte_webhook/flyte/images.h>
#include <flyteidl2/imagebuilder/payload.pb.h>

namespace flyte_webhook::flyte
{

using flyteidl2::cluster::SelectClusterRequest;

bool Images::has(const Place& place, const std::string& image) const
{
    flyteidl2::imagebuilder::GetImageRequest request;
    request.mutable_id()->set_name(image);
    request.set_organization(place.org);
    *request.mutable_project_id() = place.projectId();
    SelectClusterRequest resource;
    *resource.mutable_project_id() = place.projectId();
    flyteidl2::imagebuilder::GetImageResponse reply;
    try
    {
        _clusters.call(_controlPlane, SelectClusterRequest::OPERATION_GET_IMAGE, place, std::move(resource),
                       {"flyteidl2.imagebuilder.ImageService/GetImage", "Looking for the image " + image, true}, request, reply);
        return true;
    }
    catch (const CallError&)
    {
        return false;
    }
    catch (const BadGateway&)
    {
        return false;
    }
}

} // namespace flyte_webhook::flyte
