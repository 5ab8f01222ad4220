#pragma once
#include <algorithm>
#include <cstddef>
#include <string>

namespace flyte_webhook::test
{

/// A text that is found nowhere in this process but where somebody put it: it is kept backwards.
class Trace
{
public:
    explicit Trace(std::string backwards) : _backwards(std::move(backwards)) {}

    /// The text, after some filling: the allocator writes into the begin of memory that is given back. Whoever gets it wipes it.
    std::string text() const
    {
        std::string text(64 + _backwards.size(), '.');
        std::copy(_backwards.rbegin(), _backwards.rend(), text.begin() + 64);
        return text;
    }

    /// How often the text stands in memory that this process can write to.
    std::size_t copies() const;

private:
    const std::string _backwards;
};

} // namespace flyte_webhook::test
