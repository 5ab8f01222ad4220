#pragma once
#include "config/config_error.h"
#include "config/setting_table.h"
#include "config/value_forms.h"

namespace flyte_webhook::host
{

/// What is wrong with a text and what would be right; nothing when it is fine.
using Problem = std::optional<std::string>;

/// "'80a' is no whole number from 0 to 65535; write ...": a problem in the form that all have.
std::string problem(std::string_view text, const std::string& isNo, const std::string& right);

Problem kubernetesNameProblem(std::string_view text);
Problem pathSegmentProblem(std::string_view text);
Problem listenAddressProblem(std::string_view text);
Problem endpointProblem(std::string_view text);
Problem consoleUrlProblem(std::string_view text);
Problem groupNameProblem(std::string_view text);
Problem endpointIdProblem(std::string_view text);
Problem credentialHeaderProblem(std::string_view text);
Problem emptyProblem(std::string_view text);

/// Each makes the Accept of one type. `place` returns a reference into the settings.
template <typename Place> SettingDeclaration::Accept textValue(Place place, Problem (*check)(std::string_view) = nullptr)
{
    return [=](Settings& settings, std::string_view text) -> Problem
    {
        if (check)
            if (auto wrong = check(text)) return wrong;
        place(settings) = std::string(text);
        return std::nullopt;
    };
}

template <typename Place> SettingDeclaration::Accept booleanValue(Place place)
{
    return [=](Settings& settings, std::string_view text) -> Problem
    {
        const auto value = parseBoolean(text);
        if (!value) return problem(text, "boolean", "true or false");
        place(settings) = *value;
        return std::nullopt;
    };
}

template <typename Place> SettingDeclaration::Accept wholeNumber(Place place, std::int64_t least, std::int64_t most)
{
    return [=](Settings& settings, std::string_view text) -> Problem
    {
        const auto value = parseInteger(text);
        const auto range = std::to_string(least) + " to " + std::to_string(most);
        if (!value || *value < least || *value > most) return problem(text, "number from " + range, "a whole number in that range");
        auto& stored = place(settings);
        stored = static_cast<std::remove_reference_t<decltype(stored)>>(*value);
        return std::nullopt;
    };
}

template <typename Place>
SettingDeclaration::Accept durationValue(Place place, std::chrono::milliseconds least, std::chrono::milliseconds most)
{
    return [=](Settings& settings, std::string_view text) -> Problem
    {
        const auto value = parseDuration(text);
        if (!value) return problem(text, "duration", "a whole number and its unit: 250ms, 30s, 5m or 1h");
        if (*value < least || *value > most)
            return problem(text, "usable duration", "one from " + printDuration(least) + " to " + printDuration(most));
        place(settings) = *value;
        return std::nullopt;
    };
}

template <typename Place> SettingDeclaration::Accept sizeValue(Place place, std::uint64_t least, std::uint64_t most)
{
    return [=](Settings& settings, std::string_view text) -> Problem
    {
        const auto value = parseSize(text);
        if (!value) return problem(text, "size", "a whole number and its unit: 512B, 64KiB, 10MiB or 1GiB");
        if (*value < least || *value > most) return problem(text, "usable size", "one from " + printSize(least) + " to " + printSize(most));
        place(settings) = static_cast<std::size_t>(*value);
        return std::nullopt;
    };
}

/// A list whose items each pass `check`; `change` makes the stored text of an item.
template <typename Place>
SettingDeclaration::Accept listValue(Place place, Problem (*check)(std::string_view), std::string (*change)(std::string_view) = nullptr)
{
    return [=](Settings& settings, std::string_view text) -> Problem
    {
        auto items = splitList(text);
        std::string wrong;
        for (auto& item : items)
        {
            if (const auto found = check(item)) wrong += (wrong.empty() ? "" : "; ") + *found;
            if (change) item = change(item);
        }
        if (!wrong.empty()) return wrong;
        place(settings) = std::move(items);
        return std::nullopt;
    };
}

/// One of a few words, each with the value it stands for.
template <typename Place, typename T> SettingDeclaration::Accept oneWord(Place place, std::vector<std::pair<std::string, T>> words)
{
    return [place, words = std::move(words)](Settings& settings, std::string_view text) -> Problem
    {
        std::string list;
        for (const auto& [word, value] : words)
        {
            if (word == lowerCase(text)) return place(settings) = value, std::nullopt;
            list += (list.empty() ? "" : ", ") + word;
        }
        return problem(text, "known word here", "one of " + list);
    };
}

} // namespace flyte_webhook::host
