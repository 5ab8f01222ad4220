#include "part_set.h"
#include <algorithm>
#include <functional>

namespace flyte_webhook::host
{

namespace
{

template <typename Parts> std::size_t hashOf(const Parts& parts) noexcept
{
    std::size_t hash = 0;
    for (const std::string_view part : parts) hash = hash * 31 + std::hash<std::string_view>()(part) + 1;
    return hash;
}

} // namespace

std::vector<std::string> PartSet::partsOf(std::string_view entry)
{
    std::vector<std::string> parts;
    for (auto slash = entry.find('/'); slash != entry.npos; slash = entry.find('/'))
    {
        parts.emplace_back(entry.substr(0, slash));
        entry.remove_prefix(slash + 1);
    }
    parts.emplace_back(entry);
    return parts;
}

void PartSet::add(std::string_view entry)
{
    auto parts = partsOf(entry);
    const auto hash = hashOf(parts);
    _entries.emplace(hash, std::move(parts));
}

bool PartSet::contains(std::initializer_list<std::string_view> parts) const noexcept
{
    const auto [first, last] = _entries.equal_range(hashOf(parts));
    return std::any_of(first, last,
                       [&](const auto& entry) { return std::equal(parts.begin(), parts.end(), entry.second.begin(), entry.second.end()); });
}

} // namespace flyte_webhook::host
