#pragma once
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

/// The conditions under which the server is ready for traffic, by name. Thread: any.
class Readiness
{
public:
    /// A condition, asked each time. Added before the first state().
    void add(std::string name, std::function<bool()> holds);

    /// From now on the server is not ready, whatever the conditions say: it is ending.
    void stop();

    /// Each condition and whether it holds, in the order of adding; a last one, "running", until stop().
    std::vector<std::pair<std::string, bool>> state() const;

private:
    mutable std::mutex _mutex;
    std::vector<std::pair<std::string, std::function<bool()>>> _conditions;
    bool _stopped = false;
};

} // namespace flyte_webhook::host
