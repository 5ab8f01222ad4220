#pragma once
#include <deque>
#include <flyte_webhook/plugin/endpoint.h>
#include <flyte_webhook/plugin/handler.h>
#include <flyte_webhook/plugin/metric.h>
#include <memory>
#include <optional>
#include <stdexcept>

namespace flyte_webhook
{

/// What one plugin says of itself: its settings, metrics and endpoints. Filled in once, then never changed.
struct Description
{
    std::deque<std::string> texts;
    std::deque<fw_setting> settings;
    std::deque<fw_metric> metrics;
    std::deque<std::vector<double>> buckets;
    std::deque<Endpoint> endpoints;
    fw_const summary{};

    fw_const keep(std::string_view text) { return toBytes(texts.emplace_back(text)); }
};

/// What the set-up function of a plugin works on. In the first run (describing() holds) it collects what the plugin is; in each further
/// run it makes the handlers for one configuration. Thread: the one that runs the function.
class Plugin
{
public:
    /// The first run.
    explicit Plugin(Description& description) : _description(&description) {}

    /// A run for one configuration.
    Plugin(const fw_host& host, fw_plugin* plugin, std::vector<std::unique_ptr<Handler>>& handlers)
        : _host(&host), _plugin(plugin), _handlers(&handlers)
    {
    }

    /// Whether this is the first run, in which settings have their fallbacks and facts are empty.
    bool describing() const noexcept { return _description != nullptr; }

    /// One line that says what the plugin is for.
    void summary(std::string_view text)
    {
        if (_description) _description->summary = _description->keep(text);
    }

    /// Adds an endpoint: H::describe says what it is, H(arguments...) serves it. Each run adds the same ones, in the same order: which of
    /// them are served is the operator's choice, not the plugin's.
    template <typename H, typename... Arguments> void add(Arguments&&... arguments)
    {
        if (_description)
            H::describe(_description->endpoints.emplace_back());
        else
            _handlers->push_back(std::make_unique<H>(std::forward<Arguments>(arguments)...));
    }

    /// A key of the section [plugin.NAME]. The host has checked the operator's value against type and constraint.
    template <typename T>
    T setting(std::string_view key, const std::common_type_t<T>& fallback, std::string_view help, const Constraint& constraint = {})
    {
        if (_description) return declare<T>(key, asWritten(T(fallback)), help, constraint, false), T(fallback);
        return read<T>(key).value_or(T(fallback));
    }

    /// A key that the operator must give.
    template <typename T> T requiredSetting(std::string_view key, std::string_view help, const Constraint& constraint = {})
    {
        if (_description) return declare<T>(key, {}, help, constraint, true), T{};
        auto value = read<T>(key);
        if (!value) throw std::runtime_error("the setting '" + std::string(key) + "' must be given");
        return *std::move(value);
    }

    /// One of the facts that every plugin may know: "webhook.project" and the others that abi.h lists. Empty when it is not set.
    std::string fact(std::string_view key) const { return describing() ? std::string() : read<std::string>(key).value_or(std::string()); }

    /// A metric of the plugin's own: flyte_webhook_plugin_<name>. A counter's name ends in _total, else the server refuses the plugin.
    Counter counter(std::string_view name, std::string_view help) { return Counter(metric(FW_COUNTER, name, help, {})); }
    /// `buckets`: the upper bounds, ascending; empty: the host's own.
    Histogram histogram(std::string_view name, std::string_view help, const std::vector<double>& buckets = {})
    {
        return Histogram(metric(FW_HISTOGRAM, name, help, buckets));
    }

    /// One line in the log. Never credentials.
    void log(fw_level level, std::string_view text) const
    {
        if (!describing()) _host->log(_plugin, nullptr, static_cast<std::uint32_t>(level), toBytes(text));
    }

private:
    template <typename T>
    void declare(std::string_view key, std::string_view fallback, std::string_view help, const Constraint& constraint, bool required)
    {
        auto& d = *_description;
        fw_setting setting{};
        setting.size = sizeof setting;
        setting.type = TextForm<T>::type;
        setting.key = d.keep(key);
        setting.fallback = d.keep(fallback);
        setting.required = required;
        setting.help = d.keep(help);
        setting.schema = d.keep(constraint.schema);
        d.settings.push_back(setting);
    }

    /// A fallback as an operator would write it: a list is separated by commas.
    template <typename T> static std::string asWritten(const T& value)
    {
        if constexpr (std::is_same_v<T, std::vector<std::string>>)
        {
            std::string text;
            for (const auto& item : value) text += (text.empty() ? "" : ", ") + item;
            return text;
        }
        else
            return toText<T>(value);
    }

    template <typename T> std::optional<T> read(std::string_view key) const
    {
        fw_bytes value{};
        if (!_host->setting(_plugin, toBytes(key), &value)) return std::nullopt;
        return fromText<T>(toView(value));
    }

    Recorder metric(fw_metric_kind kind, std::string_view name, std::string_view help, const std::vector<double>& buckets)
    {
        if (_description) declareMetric(*_description, kind, name, help, buckets);
        return Recorder(_host, _plugin, _metrics++);
    }

    static void declareMetric(Description& d, fw_metric_kind kind, std::string_view name, std::string_view help,
                              const std::vector<double>& buckets)
    {
        const auto& kept = d.buckets.emplace_back(buckets);
        d.metrics.push_back({sizeof(fw_metric), static_cast<std::uint32_t>(kind), d.keep(name), d.keep(help),
                             kept.empty() ? nullptr : kept.data(), kept.size()});
    }

    Description* _description = nullptr;
    const fw_host* _host = nullptr;
    fw_plugin* _plugin = nullptr;
    std::vector<std::unique_ptr<Handler>>* _handlers = nullptr;
    std::uint32_t _metrics = 0;
};

} // namespace flyte_webhook
