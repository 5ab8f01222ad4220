#pragma once
#include "base/cancellation.h"
#include "base/secret.h"
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// gRPC status codes that the host itself speaks of; the numbers are gRPC's own.
namespace grpc_code
{
constexpr int ok = 0, cancelled = 1, unknown = 2, invalidArgument = 3, deadlineExceeded = 4, notFound = 5, alreadyExists = 6,
              permissionDenied = 7, resourceExhausted = 8, failedPrecondition = 9, aborted = 10, outOfRange = 11, unimplemented = 12,
              internal = 13, unavailable = 14, dataLoss = 15, unauthenticated = 16;
}

/// On whose behalf and within what bounds a call is made. The views and references hold until the call returned.
struct CallContext
{
    const std::vector<Credential>& credentials;     ///< sent as metadata, unchanged
    std::chrono::steady_clock::time_point deadline; ///< the request's
    Cancellation& cancellation;                     ///< ends the call early
    std::string_view traceparent{};                 ///< sent along when it is not empty
};

/// One control-plane call as bytes.
struct ControlPlaneCall
{
    std::string_view method;     ///< "package.Service/Method"
    std::string_view message;    ///< the serialised request
    std::string_view endpoint{}; ///< as the control plane named it (URL, host:port or host); empty: the control plane itself
    /// Sent again on UNAVAILABLE, with backoff, within the deadline. One that is not repeatable is sent again only where it is certain that
    /// it never left.
    bool repeatable = false;
};

/// What came of it. `message` is the serialised answer when code is 0, else the control plane's words without internal addresses.
struct ControlPlaneResult
{
    int code = 0;
    std::string message;
    std::string cause{}; ///< for the log only: the full text of a failure, with addresses; no credential
};

/// A server-streaming call. Thread: one at a time. The destructor cancels what is left.
class ControlPlaneStream
{
public:
    virtual ~ControlPlaneStream() = default;
    /// Waits for a message; false when there are no more.
    virtual bool next(std::string& message) = 0;
    /// How it ended; cancels it when messages are left. The result's message is the error text.
    virtual ControlPlaneResult close() = 0;
};

/// The way to the control plane. Thread: any.
class ControlPlane
{
public:
    virtual ~ControlPlane() = default;
    /// Blocks until the answer, the deadline (at most call_timeout) or the cancellation.
    virtual ControlPlaneResult call(const ControlPlaneCall& call, const CallContext& context) = 0;
    /// Never null; a failure is told by close(). The context must outlive the stream.
    virtual std::unique_ptr<ControlPlaneStream> open(const ControlPlaneCall& call, const CallContext& context) = 0;
    /// Whether the last attempt to reach the control plane got through, whatever it answered. When it did not, or there was none, asks for
    /// a connection, which counts as well.
    virtual bool reached() = 0;
    /// Closes connections that have waited for a call for too long. To be called now and then, when no call is made for long too.
    virtual void tend() noexcept = 0;
};

} // namespace flyte_webhook::host
