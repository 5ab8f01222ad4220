#include "suggestion.h"
#include "value_forms.h"
#include <algorithm>
#include <numeric>
#include <utility>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t longest = 64; // a name beyond that is nobody's slip of a finger

/// How many letters must be changed, added, left out or swapped with their neighbour to make one text of the other.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1), above, twoAbove;
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i)
    {
        twoAbove = std::exchange(above, row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j)
        {
            row[j + 1] = std::min({above[j] + (a[i] != b[j]), row[j] + 1, above[j + 1] + 1});
            const bool swapped = i && j && a[i] == b[j - 1] && a[i - 1] == b[j];
            if (swapped) row[j + 1] = std::min(row[j + 1], twoAbove[j - 1] + 1);
        }
    }
    return row.back();
}

} // namespace

std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& known)
{
    if (written.size() > longest) return std::nullopt;
    const auto lower = lowerCase(written);
    std::optional<std::string> best;
    std::size_t least = std::max<std::size_t>(written.size() / 3, 1) + 1;
    for (const auto& name : known)
    {
        const auto steps = distance(lower, lowerCase(name));
        if (steps >= least) continue;
        least = steps;
        best = name;
    }
    return best;
}

std::string suggestion(std::string_view written, const std::vector<std::string>& known)
{
    if (const auto name = nearest(written, known)) return "; did you mean " + *name + "?";
    std::string list;
    for (const auto& name : known) list += (list.empty() ? "" : ", ") + name;
    return list.empty() ? "; none is known" : "; known are " + list;
}

} // namespace flyte_webhook::host
