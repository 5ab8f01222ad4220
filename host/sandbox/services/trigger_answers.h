#pragma once
#include "sandbox/triggers/triggers.h"
#include <flyteidl2/trigger/trigger_service.pb.h>
#include <flyteidl2/workflow/run_service.pb.h>

namespace flyte_webhook::sandbox
{

/// What TriggerService answers. Functions throw RpcError. Thread: any.
class TriggerAnswers
{
public:
    explicit TriggerAnswers(Triggers& triggers) : _triggers(triggers) {}

    flyteidl2::trigger::GetTriggerDetailsResponse details(const flyteidl2::trigger::GetTriggerDetailsRequest& request) const;

    /// Names that it does not know are passed over, as the open-source control plane does.
    flyteidl2::trigger::UpdateTriggersResponse update(const flyteidl2::trigger::UpdateTriggersRequest& request);

private:
    Triggers& _triggers;
};

/// The run that a trigger starts.
flyteidl2::workflow::CreateRunRequest runOf(const Trigger& trigger);

} // namespace flyte_webhook::sandbox
