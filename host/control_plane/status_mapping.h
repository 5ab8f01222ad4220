#pragma once

namespace flyte_webhook::host
{

/// The HTTP status of a gRPC status code; http-contract.md, "Control-plane errors".
int httpStatus(int grpcCode) noexcept;

/// The stable word for a gRPC code in logs and metrics: "not_found", "unavailable", ...; "unknown" for a number that gRPC does not have.
const char* grpcCodeName(int grpcCode) noexcept;

} // namespace flyte_webhook::host
