#include <flyte_webhook/flyte/app_status.h>

namespace flyte_webhook::flyte
{

using flyteidl2::app::App;
using flyteidl2::app::Condition;
using flyteidl2::app::Status;

namespace
{

/// An app without conditions has been heard of, and no more.
const Condition& lastCondition(const App& app) noexcept
{
    const auto& conditions = app.status().conditions();
    return conditions.empty() ? Condition::default_instance() : *conditions.rbegin();
}

} // namespace

bool isActive(const App& app) noexcept
{
    const auto status = lastCondition(app).deployment_status();
    return status == Status::DEPLOYMENT_STATUS_ACTIVE || status == Status::DEPLOYMENT_STATUS_STARTED;
}

bool isDeactivated(const App& app) noexcept
{
    const auto status = lastCondition(app).deployment_status();
    return status == Status::DEPLOYMENT_STATUS_UNASSIGNED || status == Status::DEPLOYMENT_STATUS_STOPPED;
}

bool hasFailed(const App& app) noexcept { return lastCondition(app).deployment_status() == Status::DEPLOYMENT_STATUS_FAILED; }

bool hasReached(const App& app, AppGoal goal) noexcept { return goal == AppGoal::Active ? isActive(app) : isDeactivated(app); }

const std::string& lastMessage(const App& app) noexcept { return lastCondition(app).message(); }

const std::string& endpointOf(const App& app) noexcept { return app.status().ingress().public_url(); }

} // namespace flyte_webhook::flyte
