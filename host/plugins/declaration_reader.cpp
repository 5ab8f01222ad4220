#include "declaration_reader.h"
#include "endpoints/endpoint_reader.h"
#include "endpoints/first_sizes.h"
#include <algorithm>
#include <cmath>
#include <set>

namespace flyte_webhook::host
{

namespace
{

bool isWord(std::string_view word, char joint)
{
    const auto fits = [joint](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == joint; };
    return !word.empty() && word.front() >= 'a' && word.front() <= 'z' && std::all_of(word.begin(), word.end(), fits);
}

/// OpenMetrics has no other counters, and one that is none would make the whole page unreadable.
bool isCounterName(std::string_view name)
{
    constexpr std::string_view end = "_total";
    return name.size() > end.size() && name.substr(name.size() - end.size()) == end;
}

bool ascend(const std::vector<double>& bounds)
{
    const auto wrong = [](double a, double b) { return !(a < b); }; // holds for NaN, too
    return std::adjacent_find(bounds.begin(), bounds.end(), wrong) == bounds.end() && (bounds.empty() || !std::isnan(bounds.front()));
}

/// No two items may bear the same word, which `wordOf` gives.
template <typename Item, typename WordOf> void requireUnique(const char* what, const std::vector<Item>& items, WordOf wordOf)
{
    std::set<std::string> seen;
    for (const auto& item : items)
        if (!seen.insert(wordOf(item)).second) throw BadDescription(std::string("it has two ") + what + " '" + wordOf(item) + "'");
}

DeclaredSetting readSetting(const fw_setting& table)
{
    DeclaredSetting setting;
    setting.key = readText("a setting", "key", table.key);
    const auto place = "setting '" + setting.key + "'";
    const auto where = place + ": ";
    if (!isWhole(table)) throw BadDescription(where + "it is shorter than version 1.0 of the interface has it");
    if (!isWord(setting.key, '_')) throw BadDescription(where + "a key is lower-case letters, digits and underscores after a letter");
    if (table.type < FW_STRING || table.type > FW_STRING_LIST) throw BadDescription(where + "its type is none that a setting may have");
    setting.type = static_cast<fw_type>(table.type);
    if (setting.key == "allow_forwarding_to" && table.type != FW_STRING_LIST) throw BadDescription(where + "it must be a list of strings");
    setting.fallback = readText(place, "fallback", table.fallback);
    setting.required = table.required;
    setting.help = readText(place, "help", table.help);
    setting.schema = readText(place, "schema", table.schema);
    if (!Constraints::parse(setting.schema)) throw BadDescription(where + "its schema is no JSON object");
    return setting;
}

DeclaredMetric readMetric(const fw_metric& table)
{
    DeclaredMetric metric;
    metric.name = readText("a metric", "name", table.name);
    const auto place = "metric '" + metric.name + "'";
    const auto where = place + ": ";
    if (!isWhole(table)) throw BadDescription(where + "it is shorter than version 1.0 of the interface has it");
    if (!isWord(metric.name, '_')) throw BadDescription(where + "a name is lower-case letters, digits and underscores after a letter");
    if (table.kind != FW_COUNTER && table.kind != FW_HISTOGRAM) throw BadDescription(where + "its kind is none of fw_metric_kind");
    metric.kind = static_cast<fw_metric_kind>(table.kind);
    if (metric.kind == FW_COUNTER && !isCounterName(metric.name)) throw BadDescription(where + "the name of a counter ends in _total");
    metric.help = readText(place, "help", table.help);
    if (table.bucket_count && !table.buckets) throw BadDescription(where + "its list of buckets is NULL");
    readCount(place, "buckets", table.bucket_count);
    if (table.bucket_count) metric.buckets.assign(table.buckets, table.buckets + table.bucket_count);
    if (!ascend(metric.buckets)) throw BadDescription(where + "its buckets do not ascend");
    return metric;
}

template <typename Item, typename Read> auto readList(const char* what, const Item* const* list, std::size_t count, Read read)
{
    std::vector<decltype(read(**list))> items;
    for (std::size_t i = 0; i < readCount("the plugin", (what + std::string("s")).c_str(), count); ++i)
    {
        if (!list || !list[i]) throw BadDescription(what + std::string(" ") + std::to_string(i) + " is NULL");
        items.push_back(read(*list[i]));
    }
    return items;
}

} // namespace

bool isPluginName(std::string_view name) { return isWord(name, '-'); }

std::vector<DeclaredSetting> readSettings(const fw_plugin_table& table)
{
    auto settings = readList("setting", table.settings, table.setting_count, readSetting);
    requireUnique("settings", settings, [](const DeclaredSetting& setting) { return setting.key; });
    return settings;
}

std::vector<DeclaredMetric> readMetrics(const fw_plugin_table& table)
{
    auto metrics = readList("metric", table.metrics, table.metric_count, readMetric);
    requireUnique("metrics", metrics, [](const DeclaredMetric& metric) { return metric.name; });
    return metrics;
}

} // namespace flyte_webhook::host
