#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace flyte_webhook::testing
{

/// Answers by name, each used in its order; the last stays. Thread: one at a time.
template <typename T> class Script
{
public:
    void add(const std::string& name, T answer) { _answers[name].push_back(std::move(answer)); }

    std::optional<T> next(const std::string& name)
    {
        const auto found = _answers.find(name);
        if (found == _answers.end()) return std::nullopt;
        auto answer = found->second.front();
        if (found->second.size() > 1) found->second.pop_front();
        return answer;
    }

private:
    std::map<std::string, std::deque<T>> _answers;
};

} // namespace flyte_webhook::testing
