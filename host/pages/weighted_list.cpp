#include "weighted_list.h"
#include "base/header_text.h"
#include <charconv>
#include <optional>

namespace flyte_webhook::host
{

namespace
{

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
    return text.substr(0, text.find_last_not_of(space) + 1);
}

/// Calls take(part) with each part between separators.
template <typename Take> void forEachPart(std::string_view text, char separator, Take take)
{
    while (!text.empty())
    {
        const auto end = text.find(separator);
        take(trimmed(text.substr(0, end)));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
}

/// The weight among an entry's parameters, 1 when there is none.
double weightAmong(std::string_view parameters)
{
    double weight = 1;
    forEachPart(parameters, ';',
                [&](std::string_view parameter)
                {
                    const bool isWeight = parameter.size() > 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=';
                    if (isWeight) std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight);
                });
    return weight;
}

std::optional<double> listedWeight(std::string_view header, std::string_view name)
{
    std::optional<double> weight;
    forEachPart(header, ',',
                [&](std::string_view entry)
                {
                    const auto end = std::min(entry.find(';'), entry.size());
                    if (sameName(trimmed(entry.substr(0, end)), name)) weight = weightAmong(entry.substr(end));
                });
    return weight;
}

} // namespace

double weightOf(std::string_view header, std::initializer_list<std::string_view> names)
{
    for (const auto name : names)
        if (const auto weight = listedWeight(header, name)) return *weight;
    return 0;
}

} // namespace flyte_webhook::host
