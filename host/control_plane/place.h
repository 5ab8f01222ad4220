#pragma once
#include "control_plane/call_result.h"
#include "control_plane/control_plane.h"
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// A call on its way, however often it is sent: what can be wrong with it has been checked. The views and references hold as long as that
/// takes.
struct WireCall
{
    std::string path; ///< "/package.Service/Method"
    std::string_view message;
    const CallContext& context;
    std::chrono::steady_clock::time_point deadline; ///< of the call, which may come before the request's
    bool repeatable = false;                        ///< it changes nothing, so sending it twice does no harm
};

/// One place that calls go to, over one protocol. Thread: any.
class Place
{
public:
    virtual ~Place() = default;

    /// Sends a call and waits for the answer, the deadline or the cancellation. `answer` gets the message when the code is 0. One that is
    /// not repeatable arrives once at most.
    virtual CallStatus send(const WireCall& call, std::string& answer) = 0;

    /// Begins a stream of answers, which may outlast the place. A failure is told by its close().
    virtual std::unique_ptr<ControlPlaneStream> open(const WireCall& call) = 0;

    /// Whether it is connected to. Asks for a connection when it is not.
    virtual bool connected() = 0;

    /// Closes connections that have waited for a call for too long, unless that is done without being asked for.
    virtual void tend() noexcept {}
};

} // namespace flyte_webhook::host
