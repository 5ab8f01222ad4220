#include "suggestion.h"
#include "value_forms.h"
#include <algorithm>
#include <numeric>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t longest = 64; // a name beyond that is nobody's slip of a finger

/// How many letters must be changed, added or left out to make one text of the other (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i)
    {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j)
        {
            const auto changed = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
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
