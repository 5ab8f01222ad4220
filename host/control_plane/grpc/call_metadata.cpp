#include "call_metadata.h"
#include "control_plane/metadata_name.h"
#include <grpc/slice.h>
#include <memory>
#include <string>

namespace flyte_webhook::host
{
namespace
{

/// A slice over a copy that is wiped with its last share.
grpc_slice wipedSlice(std::string_view value)
{
    auto copy = std::make_unique<std::string>(value);
    const auto destroy = [](void* owned)
    {
        const std::unique_ptr<std::string> last(static_cast<std::string*>(owned));
        wipe(*last);
    };
    const auto slice = grpc_slice_new_with_user_data(copy->data(), copy->size(), destroy, copy.get());
    copy.release();
    return slice;
}

} // namespace

CallMetadata::CallMetadata(const CallContext& context)
{
    _entries.reserve(context.credentials.size() + 1);
    for (const auto& credential : context.credentials) add(credential.name, credential.value);
    if (!context.traceparent.empty() && isMetadataValue(context.traceparent)) add("traceparent", context.traceparent);
}

CallMetadata::~CallMetadata()
{
    for (auto& entry : _entries)
    {
        grpc_slice_unref(entry.key);
        grpc_slice_unref(entry.value);
    }
}

void CallMetadata::add(std::string_view name, std::string_view value)
{
    _entries.push_back({grpc_slice_from_copied_buffer(name.data(), name.size()), wipedSlice(value), {{nullptr}}});
}

} // namespace flyte_webhook::host
