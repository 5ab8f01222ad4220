#include "status_mapping.h"
#include "control_plane.h"
#include <flyte_webhook/plugin/errors.h>

namespace flyte_webhook::host
{

ErrorKind kindOf(int grpcCode) noexcept { return flyte_webhook::kindOf(static_cast<Code>(grpcCode)); }

const char* grpcCodeName(int grpcCode) noexcept { return grpcCode == grpc_code::ok ? "ok" : factsOf(kindOf(grpcCode)).word; }

} // namespace flyte_webhook::host
