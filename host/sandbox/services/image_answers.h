#pragma once
#include "sandbox/runs/run_store.h"
#include <flyteidl2/imagebuilder/payload.pb.h>

namespace flyte_webhook::sandbox
{

/// What ImageService answers: an image exists when a run of the build task for it, in the project and domain, has succeeded. Functions
/// throw RpcError. Thread: any.
class ImageAnswers
{
public:
    explicit ImageAnswers(const RunStore& store) : _store(store) {}

    flyteidl2::imagebuilder::GetImageResponse get(const flyteidl2::imagebuilder::GetImageRequest& request) const;

private:
    const RunStore& _store;
};

} // namespace flyte_webhook::sandbox
