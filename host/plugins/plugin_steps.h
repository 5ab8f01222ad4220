#pragma once
#include <chrono>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

namespace flyte_webhook::host
{

/// A plugin took more time for a step than it has. what() says which step, and the limit.
class StepOverdue : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Runs what plugins do outside of requests: opening, create() and destroy(). Each step has a thread of its own and is waited for no longer
/// than the limit, because code of a plugin cannot be stopped, only left alone. Lives as long as the process. Thread: any.
class PluginSteps
{
public:
    using Step = std::function<void()>;
    /// Gets what the step threw, if it did.
    using Late = std::function<void(const std::exception_ptr& thrown)>;

    PluginSteps();
    /// Waits for the steps that were left alone. Where stuck() holds the process is left by _exit() instead.
    ~PluginSteps();
    PluginSteps(const PluginSteps&) = delete;
    PluginSteps& operator=(const PluginSteps&) = delete;

    /// Throws StepOverdue when a step of the plugin was left alone and has not ended yet.
    void requireIdle(const std::string& plugin);

    /// Runs a step of a plugin and throws on what it throws. Throws StepOverdue when it does not end within the limit; `what` names the
    /// step for the message, as in "create()". A step that was left alone goes on with all that it holds; when it ends after all, `late`
    /// runs.
    void run(const std::string& plugin, const std::string& what, std::chrono::milliseconds limit, Step step, Late late = {});

    /// Whether a step was left alone and has not ended yet.
    bool stuck() const;

private:
    class Run;

    mutable std::mutex _mutex;
    std::list<std::pair<std::string, std::unique_ptr<Run>>> _left; ///< by plugin
};

} // namespace flyte_webhook::host
