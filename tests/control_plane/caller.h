#pragma once
#include "base/cancellation.h"
#include "control_plane/control_plane.h"
#include "control_plane/control_plane_settings.h"
#include "support/waiting.h"
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// One request's side of a call: its credentials, its time, its cancellation.
struct Caller
{
    std::vector<host::Credential> credentials{};
    std::chrono::milliseconds time{20'000};
    host::Cancellation cancellation{};
    std::string traceparent{};

    host::CallContext context() { return {credentials, std::chrono::steady_clock::now() + time, cancellation, traceparent}; }

    host::ControlPlaneResult call(host::ControlPlane& controlPlane, const host::ControlPlaneCall& call)
    {
        return controlPlane.call(call, context());
    }
};

} // namespace flyte_webhook::test
