#pragma once
#include <flyteidl2/app/app_definition.pb.h>
#include <string>

namespace flyte_webhook::flyte
{

/// What an app is to become.
enum class AppGoal
{
    Active,
    Deactivated
};

/// Its last condition is ACTIVE or STARTED.
bool isActive(const flyteidl2::app::App& app) noexcept;

/// Its last condition is UNASSIGNED or STOPPED.
bool isDeactivated(const flyteidl2::app::App& app) noexcept;

/// Its last condition is FAILED.
bool hasFailed(const flyteidl2::app::App& app) noexcept;

bool hasReached(const flyteidl2::app::App& app, AppGoal goal) noexcept;

/// What the last condition says to people; may be empty.
const std::string& lastMessage(const flyteidl2::app::App& app) noexcept;

/// Where the app is reached; empty when it has no address.
const std::string& endpointOf(const flyteidl2::app::App& app) noexcept;

} // namespace flyte_webhook::flyte
