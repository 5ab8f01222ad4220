#include "grpc_control_plane.h"
#include "control_plane/call_mistake.h"
#include "control_plane/grpc_stream.h"
#include "control_plane/places.h"
#include "control_plane/reconnector.h"
#include "control_plane/retry_pause.h"
#include "control_plane/unary_call.h"
#include <algorithm>
#include <atomic>
#include <cctype>
#include <stdexcept>

namespace flyte_webhook::host
{
namespace
{

using Clock = std::chrono::steady_clock;

class GrpcControlPlane final : public ControlPlane
{
public:
    GrpcControlPlane(const ControlPlaneEndpoint& endpoint, const ControlPlaneSettings& settings)
        : _places(endpoint, TlsRoots(settings.caFile), settings.connections), _callTimeout(settings.callTimeout)
    {
    }

    ControlPlaneResult call(const ControlPlaneCall& call, const CallContext& context) override;
    std::unique_ptr<ControlPlaneStream> open(const ControlPlaneCall& call, const CallContext& context) override;
    bool reached() override;

private:
    ControlPlaneResult sendUntilAnswered(const UnaryCall& call, bool repeatable, const std::shared_ptr<Channels>& channels,
                                         const CallContext& context);
    void learn(const CallStatus& status, const std::shared_ptr<Channels>& channels);

    const GrpcLibrary _library;
    Places _places;
    Reconnector _reconnector;
    const std::chrono::milliseconds _callTimeout;
    std::atomic<bool> _reached{false};
};

bool isMethod(std::string_view method)
{
    const auto isLegal = [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '/'; };
    const auto slash = method.find('/');
    return slash != method.npos && slash > 0 && slash + 1 < method.size() && method.rfind('/') == slash &&
           std::all_of(method.begin(), method.end(), isLegal);
}

std::string toPath(std::string_view method)
{
    if (!isMethod(method))
        throw CallMistake(grpc_code::internal, "'" + std::string(method) + "' is no method; it must be package.Service/Method");
    return "/" + std::string(method);
}

/// Whether another attempt does no harm: the control plane never saw this one, or the call changes nothing.
bool mayRepeat(const CallStatus& status, bool repeatable)
{
    return status.code == grpc_code::unavailable && (repeatable || status.neverSent());
}

ControlPlaneResult GrpcControlPlane::call(const ControlPlaneCall& call, const CallContext& context)
try
{
    CallMetadata metadata(context);
    const auto channels = _places.at(call.endpoint);
    const auto deadline = std::min(context.deadline, Clock::now() + _callTimeout);
    const UnaryCall unary{toPath(call.method), call.message, metadata, deadline, context.cancellation};
    return sendUntilAnswered(unary, call.repeatable, channels, context);
}
catch (const CallMistake& mistake)
{
    return mistake.result();
}

ControlPlaneResult GrpcControlPlane::sendUntilAnswered(const UnaryCall& call, bool repeatable, const std::shared_ptr<Channels>& channels,
                                                       const CallContext& context)
{
    for (RetryPause pause;;)
    {
        ControlPlaneResult result;
        const auto status = sendOnce(call, *channels->next(), result.message);
        learn(status, channels);
        if (status.code == grpc_code::ok) return result;
        if (!mayRepeat(status, repeatable) || !pause.wait(call.deadline, call.cancellation)) return toResult(status, context);
    }
}

void GrpcControlPlane::learn(const CallStatus& status, const std::shared_ptr<Channels>& channels)
{
    if (status.reached && channels == _places.own() && !_reached.load(std::memory_order_relaxed)) _reached = true;
    if (status.code == grpc_code::unavailable && !status.fromServer()) _reconnector.help(channels);
}

std::unique_ptr<ControlPlaneStream> GrpcControlPlane::open(const ControlPlaneCall& call, const CallContext& context)
try
{
    auto path = toPath(call.method);
    return std::make_unique<GrpcStream>(_places.at(call.endpoint), path, call.message, context);
}
catch (const CallMistake& mistake)
{
    return std::make_unique<FailedStream>(mistake.result());
}

bool GrpcControlPlane::reached()
{
    if (_reached) return true;
    _reached = _places.own()->connected();
    if (!_reached) _reconnector.help(_places.own());
    return _reached;
}

} // namespace

std::unique_ptr<ControlPlane> makeGrpcControlPlane(const ControlPlaneSettings& settings)
{
    const ControlPlaneEndpoint endpoint(settings.endpoint, settings.insecure);
    if (settings.insecure && endpoint.secure())
        throw std::invalid_argument("the endpoint '" + settings.endpoint + "' is https, but insecure = true asks for plain text; drop one");
    if (settings.connections == 0) throw std::invalid_argument("connections is 0; there must be one at least");
    return std::make_unique<GrpcControlPlane>(endpoint, settings);
}

} // namespace flyte_webhook::host
