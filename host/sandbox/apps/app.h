#pragma once
#include "sandbox/base/clock.h"
#include <chrono>
#include <string>
#include <tuple>
#include <vector>

namespace flyte_webhook::sandbox
{

/// What names an app. The organisation does not matter.
struct AppName
{
    std::string project, domain, name;

    friend bool operator<(const AppName& one, const AppName& other)
    {
        return std::tie(one.project, one.domain, one.name) < std::tie(other.project, other.domain, other.name);
    }
    friend bool operator==(const AppName& one, const AppName& other) { return !(one < other) && !(other < one); }
};

/// An app, as its file declares it.
struct App
{
    AppName name;
    std::string description;
    std::vector<std::string> command;       ///< with {{.port}} still in it
    std::chrono::milliseconds startTimeout; ///< how long it may take until it listens
    Time declaredAt;                        ///< the file's last change
};

} // namespace flyte_webhook::sandbox
