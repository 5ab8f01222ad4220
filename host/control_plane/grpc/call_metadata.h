#pragma once
#include "control_plane/control_plane.h"
#include <grpc/grpc.h>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// What a call carries besides its message: the credentials and the trace context. The memory of the values is wiped when the
/// last call that was given them is done with it. Thread: one at a time.
class CallMetadata
{
public:
    /// The credentials have been checked.
    explicit CallMetadata(const CallContext& context);
    ~CallMetadata();
    CallMetadata(const CallMetadata&) = delete;
    CallMetadata& operator=(const CallMetadata&) = delete;

    grpc_metadata* data() noexcept { return _entries.data(); }
    std::size_t size() const noexcept { return _entries.size(); }

private:
    void add(std::string_view name, std::string_view value);

    std::vector<grpc_metadata> _entries;
};

} // namespace flyte_webhook::host
