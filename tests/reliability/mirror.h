#pragma once
#include "control_plane/call_server.h"
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// The name of a caller, and the header that proves it. Whatever a caller names or sends begins with the name, so that it is seen at once
/// when it meets something of another's.
std::string callerName(int number);
std::string callerHeader(int number);

/// The names of callers in a text that are not `own`, with what stands around them; empty when there are none.
std::string strangersIn(const std::string& text, const std::string& own);

struct MirroredCall;

/// A control plane of its own for each caller: what it answers follows from the token alone. It writes down each call that carries one
/// caller's token and another's name, and counts the runs that it makes for each key ("NAME-k...") that stands in a run's inputs.
/// Thread: any.
class Mirror
{
public:
    /// Where its apps are.
    explicit Mirror(std::string apps = "https://apps.example.com") : _apps(std::move(apps)) {}

    Answer answer(const ReceivedCall& call);

    /// Told of each trespass, and of each key for which a second run is made. Set before the first call.
    std::function<void(const std::string& what)> onTrespass{};

    /// Calls that were not the caller's own, and runs that were made again.
    std::vector<std::string> trespasses() const;
    std::size_t calls() const;
    std::size_t callsOf(const std::string& method) const; ///< "Service/Method"

    /// How many runs were made for each key.
    std::map<std::string, int> runs() const;

private:
    void check(const MirroredCall& call);
    void note(const MirroredCall& call, const std::string& what);
    std::string createRun(const MirroredCall& call);

    const std::string _apps;
    mutable std::mutex _mutex;
    std::vector<std::string> _trespasses;
    std::map<std::string, std::size_t> _counts;
    std::map<std::string, int> _runs;
    std::size_t _made = 0;
};

} // namespace flyte_webhook::test
