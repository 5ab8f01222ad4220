#pragma once
#include <flyte_webhook/plugin/error_kind.h>

namespace flyte_webhook::host
{

/// The kind of error that a failed call is; http-contract.md, "Control-plane errors".
ErrorKind kindOf(int grpcCode) noexcept;

/// The stable word for a gRPC code in logs and metrics: "not_found", "unavailable", ...; "unknown" for a number that gRPC does not have.
const char* grpcCodeName(int grpcCode) noexcept;

} // namespace flyte_webhook::host
