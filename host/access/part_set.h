#pragma once
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flyte_webhook::host
{

/// A set of names made of parts: {"project", "name"}. The parts are compared one by one, never joined, so a slash inside a part does not
/// make it two. Asking it allocates nothing, and its size does not matter. Thread: any may ask once it is filled.
class PartSet
{
public:
    /// Adds an entry as operators write it: parts between slashes.
    void add(std::string_view entry);

    /// The parts of such an entry.
    static std::vector<std::string> partsOf(std::string_view entry);

    bool contains(std::initializer_list<std::string_view> parts) const noexcept;

private:
    std::unordered_multimap<std::size_t, std::vector<std::string>> _entries; ///< by the hash of the parts
};

} // namespace flyte_webhook::host
