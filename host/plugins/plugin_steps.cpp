#include "plugin_steps.h"
#include "config/value_forms.h"
#include <algorithm>
#include <condition_variable>
#include <thread>

namespace flyte_webhook::host
{

/// One step on its thread.
class PluginSteps::Run
{
public:
    Run(Step step, Late late) : _step(std::move(step)), _late(std::move(late)), _thread([this] { run(); }) {}
    ~Run() { _thread.join(); }

    /// False: it has not ended in time and is left alone. Throws what the step threw.
    bool endedWithin(std::chrono::milliseconds limit)
    {
        std::unique_lock lock(_mutex);
        _leftAlone = !_changed.wait_for(lock, limit, [this] { return _ended; });
        if (!_leftAlone && _thrown) std::rethrow_exception(_thrown);
        return !_leftAlone;
    }

    bool gone() const
    {
        const std::lock_guard lock(_mutex);
        return _gone;
    }

private:
    void run() noexcept
    {
        auto thrown = caught(_step);
        _step = nullptr;
        if (wasAwaited(thrown)) return;
        if (_late) caught([&] { _late(thrown); });
        _late = nullptr;
        const std::lock_guard lock(_mutex);
        _gone = true;
    }

    static std::exception_ptr caught(const Step& step) noexcept
    {
        try
        {
            step();
            return nullptr;
        }
        catch (...)
        {
            return std::current_exception();
        }
    }

    bool wasAwaited(const std::exception_ptr& thrown)
    {
        const std::lock_guard lock(_mutex);
        _thrown = thrown;
        _ended = true;
        _changed.notify_all();
        return !_leftAlone;
    }

    Step _step;
    Late _late;
    mutable std::mutex _mutex;
    std::condition_variable _changed;
    bool _ended = false, _leftAlone = false, _gone = false;
    std::exception_ptr _thrown;
    std::thread _thread; ///< the last: it uses the others
};

PluginSteps::PluginSteps() = default;
PluginSteps::~PluginSteps() = default;

void PluginSteps::requireIdle(const std::string& plugin)
{
    const std::lock_guard lock(_mutex);
    _left.remove_if([](const auto& left) { return left.second->gone(); });
    const auto same = [&](const auto& left) { return left.first == plugin; };
    if (std::any_of(_left.begin(), _left.end(), same))
        throw StepOverdue("what it began earlier has not come to its end yet; restart the server to be rid of it");
}

void PluginSteps::run(const std::string& plugin, const std::string& what, std::chrono::milliseconds limit, Step step, Late late)
{
    auto run = std::make_unique<Run>(std::move(step), std::move(late));
    if (run->endedWithin(limit)) return;
    const std::lock_guard lock(_mutex);
    _left.emplace_back(plugin, std::move(run));
    throw StepOverdue(what + " did not come back within " + printDuration(limit) + " ([plugins] start_timeout)");
}

bool PluginSteps::stuck() const
{
    const std::lock_guard lock(_mutex);
    return std::any_of(_left.begin(), _left.end(), [](const auto& left) { return !left.second->gone(); });
}

} // namespace flyte_webhook::host
