#pragma once
#include "sandbox/base/clock.h"
#include <cstdint>
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// Where an app stands. The numbers are those of the control plane's interface.
enum class AppPhase
{
    unassigned = 1, ///< nobody has started it yet
    pending = 3,    ///< to be started
    stopped = 4,
    failed = 6,
    active = 7,      ///< it listens
    scalingDown = 9, ///< to be stopped
    deploying = 10   ///< its process runs, but does not listen yet
};

/// The word that people read.
constexpr const char* phaseName(AppPhase phase) noexcept
{
    switch (phase)
    {
    case AppPhase::unassigned: return "unassigned";
    case AppPhase::pending: return "pending";
    case AppPhase::stopped: return "stopped";
    case AppPhase::failed: return "failed";
    case AppPhase::active: return "active";
    case AppPhase::scalingDown: return "stopping";
    case AppPhase::deploying: return "deploying";
    }
    return "unspecified";
}

/// Whether an app that is wanted to run is on its way there or has arrived.
constexpr bool isUnderway(AppPhase phase) noexcept
{
    return phase == AppPhase::pending || phase == AppPhase::deploying || phase == AppPhase::active;
}

/// An app that went into a phase.
struct AppCondition
{
    AppPhase phase = AppPhase::unassigned;
    Time at;
    std::string message;
    std::string actor; ///< who asked for it
    std::uint64_t revision = 0;
};

/// What outlives a restart.
struct AppWish
{
    bool started = false;
    std::uint64_t revision = 0; ///< counts the updates; 0: none yet
    unsigned short port = 0;    ///< where it listens, or will next time; 0: not chosen yet
    std::string updatedBy;
    Time updatedAt;
};

/// All that is known of an app at a moment.
struct AppState
{
    AppWish wish;
    std::vector<AppCondition> conditions; ///< the last ones, in order; at least one
    std::uint64_t changes = 0;            ///< how many conditions there were, also those that are forgotten
    std::string log;                      ///< the last lines that the process wrote

    AppPhase phase() const { return conditions.back().phase; }
};

} // namespace flyte_webhook::sandbox
