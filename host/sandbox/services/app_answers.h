#pragma once
#include "sandbox/apps/apps.h"
#include "sandbox/services/caller.h"
#include <atomic>
#include <flyteidl2/app/app_payload.pb.h>
#include <functional>

namespace flyte_webhook::sandbox
{

/// What AppService answers. Functions throw RpcError. Thread: any.
class AppAnswers
{
public:
    explicit AppAnswers(Apps& apps) : _apps(apps) {}

    flyteidl2::app::GetResponse get(const flyteidl2::app::GetRequest& request) const;

    /// Starts or stops the app. Of all that an update may say, only the desired state counts: nobody can have the sandbox execute what its
    /// operator did not declare.
    flyteidl2::app::UpdateResponse update(const flyteidl2::app::UpdateRequest& request, const Caller& caller);

    /// Tells the present state, then each change, until `send` returns false, `isGone` returns true or endWatches() was called.
    void watch(const flyteidl2::app::WatchRequest& request, const std::function<bool(const flyteidl2::app::WatchResponse&)>& send,
               const std::function<bool()>& isGone) const;

    void endWatches() noexcept { _ended = true; }

private:
    Apps& _apps;
    std::atomic<bool> _ended{false};
};

} // namespace flyte_webhook::sandbox
