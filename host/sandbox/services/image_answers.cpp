#include "sandbox/services/image_answers.h"
#include "sandbox/services/rpc_error.h"
#include <algorithm>
#include <flyteidl2/task/common.pb.h>

using namespace flyteidl2::imagebuilder;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr const char* targetInput = "target_image";

/// The image that a run of the build task with those inputs built.
std::string targetOf(const std::string& bytes)
{
    flyteidl2::task::Inputs inputs;
    inputs.ParseFromString(bytes);
    for (const auto& input : inputs.literals())
        if (input.name() == targetInput) return input.value().scalar().primitive().string_value();
    return {};
}

} // namespace

GetImageResponse ImageAnswers::get(const GetImageRequest& request) const
{
    const std::string& image = request.id().name();
    if (image.empty()) throw RpcError(Code::InvalidArgument, "the image's name is missing: send id.name");
    const TaskName buildTask{"system", "production", "build-image"};
    const auto built = _store.succeededInputs(buildTask, request.project_id().name(), request.project_id().domain());
    const bool exists = std::any_of(built.begin(), built.end(), [&](const std::string& inputs) { return targetOf(inputs) == image; });
    if (!exists) throw RpcError(Code::NotFound, "there is no image " + image);
    GetImageResponse response;
    response.mutable_image()->mutable_id()->set_name(image);
    response.mutable_image()->set_fqin(image);
    return response;
}

} // namespace flyte_webhook::sandbox
