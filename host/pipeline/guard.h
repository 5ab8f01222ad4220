#pragma once
#include "access/allow_lists.h"
#include "pipeline/step.h"
#include <string>

namespace flyte_webhook::host
{

/// Reads the path's parameters and refuses what the operator does not allow: first the webhook itself (400), then what the allow-lists do
/// not hold (403). Comparison is exact and on the decoded segments; that a control plane may find the same thing under another spelling is
/// for the plugin to see in its answer. A segment that cannot be a name is 422.
class GuardStep final : public Step
{
public:
    /// `ownName` is the webhook's own; the lists must outlive the step.
    GuardStep(std::string ownName, const AllowLists& lists) : _ownName(std::move(ownName)), _lists(lists) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    void check(const Guard& guard, const ParameterValues& values) const;

    const std::string _ownName;
    const AllowLists& _lists;
};

} // namespace flyte_webhook::host
