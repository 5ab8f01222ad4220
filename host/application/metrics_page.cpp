#include "metrics_page.h"
#include "application/process.h"
#include "control_plane/status_mapping.h"
#include "plugins/host_table.h"
#include "tls/tls_context.h"
#include <flyte_webhook/plugin/bytes.h>
#include <map>

namespace flyte_webhook::host
{

namespace
{

using Type = MetricsText::Type;
using Labels = MetricsText::Labels;

/// Writes the page part by part.
class Page
{
public:
    Page(const MetricsSources& sources, MetricsText::Format format) : _sources(sources), _text(format) {}

    std::string make()
    {
        build();
        requests();
        listener();
        calls();
        operation();
        plugins();
        process();
        return _text.take();
    }

private:
    void build()
    {
        const auto& host = hostTable();
        const auto interface = std::to_string(host.major) + "." + std::to_string(host.minor);
        _text.begin("flyte_webhook_build_info", Type::gauge, "Always 1: the version of the server and of its plugin interface.");
        _text.sample(std::uint64_t{1}, {{"version", toView(host.version)}, {"interface", interface}});
    }

    void requests()
    {
        _text.begin("flyte_webhook_requests_total", Type::counter,
                    "Requests answered. All labels but the status are empty for unknown paths.");
        eachRequest(
            [&](const RequestMetrics::Series& series, const std::string& status, const DurationHistogram::Reading& reading)
            {
                _text.sample(reading.upTo.back(),
                             {{"method", series.method}, {"route", series.route}, {"endpoint", series.endpoint}, {"status", status}});
            });
        _text.begin("flyte_webhook_request_duration_seconds", Type::histogram,
                    "How long requests took, from the whole request until the reply was made.");
        eachRequest(
            [&](const RequestMetrics::Series& series, const std::string& status, const DurationHistogram::Reading& reading) {
                histogram(reading, {{"endpoint", series.endpoint}, {"status", status}});
            });
    }

    template <typename Visit> void eachRequest(Visit visit)
    {
        _sources.metrics.requests.each(
            [&](const RequestMetrics::Series& series)
            { series.each([&](int status, const auto& reading) { visit(series, std::to_string(status), reading); }); });
    }

    void listener()
    {
        const auto counts = _sources.http.counts();
        gauge("flyte_webhook_requests_in_flight", "Requests that are worked on.", counts.running);
        gauge("flyte_webhook_requests_queued", "Requests that wait for a thread.", counts.queued);
        gauge("flyte_webhook_workers", "Threads that work on requests, idle ones among them.", counts.threads);
        _text.begin("flyte_webhook_connections", Type::gauge, "Open client connections: active ones have a request, idle ones have none.");
        _text.sample(std::uint64_t{counts.connections - counts.parked}, {{"state", "active"}});
        _text.sample(std::uint64_t{counts.parked}, {{"state", "idle"}});
        counter("flyte_webhook_connections_accepted_total", "Client connections that were accepted.", counts.accepted);
        counter("flyte_webhook_connections_refused_total",
                "Client connections, requests and answers that there was no room for: refused, or broken off.", counts.refused);
        counter("flyte_webhook_tls_handshakes_failed_total",
                "TLS handshakes with clients that failed or were broken off, and plain HTTP where TLS was expected.",
                counts.handshakesFailed);
        if (const auto tls = _sources.http.tls())
        {
            _text.begin("flyte_webhook_tls_certificate_expiration_timestamp_seconds", Type::gauge,
                        "When the first certificate of tls_certificate stops being valid, in seconds since 1970; only where it is set.");
            _text.sample(std::chrono::duration<double>(tls->expiration().time_since_epoch()).count());
        }
    }

    void calls()
    {
        _text.begin("flyte_webhook_control_plane_calls_total", Type::counter,
                    "Calls to the control plane, by the word of their status code.");
        _sources.metrics.calls.each(
            [&](const CallMetrics::Series& series)
            {
                for (std::size_t code = 0; code < series.byCode.size(); ++code)
                    if (const auto count = series.byCode[code].load(std::memory_order_relaxed))
                        _text.sample(count, {{"method", series.method}, {"code", grpcCodeName(static_cast<int>(code))}});
            });
        _text.begin("flyte_webhook_control_plane_call_duration_seconds", Type::histogram, "How long calls to the control plane took.");
        _sources.metrics.calls.each(
            [&](const CallMetrics::Series& series) {
                histogram(series.durations.read(), {{"method", series.method}});
            });
    }

    void operation()
    {
        const auto& metrics = _sources.metrics;
        counter("flyte_webhook_log_lines_lost_total", "Log lines that were dropped, because they could not be written in time.",
                _sources.log.lost());
        _text.begin("flyte_webhook_reloads_total", Type::counter,
                    "Configurations that were read again: done, or refused because of an error.");
        _text.sample(metrics.reloadsDone.load(), {{"outcome", "done"}});
        _text.sample(metrics.reloadsRefused.load(), {{"outcome", "refused"}});
        gauge("flyte_webhook_last_reload_successful", "Whether the last configuration that was read is the one in force.",
              metrics.lastReloadGood ? 1 : 0);
        _text.begin("flyte_webhook_ready", Type::gauge, "Whether a condition of readiness holds, by its name.");
        for (const auto& [condition, holds] : _sources.readiness.state())
            _text.sample(std::uint64_t{holds ? 1u : 0u}, {{"condition", condition}});
    }

    /// A metric's samples must stand together, also where several plugins have one of that name.
    void plugins()
    {
        std::map<std::string, std::vector<std::pair<const PluginLibrary*, std::uint32_t>>> byName;
        for (const auto& plugin : _sources.plugins.plugins())
        {
            const auto& declared = plugin->library().metrics();
            for (std::uint32_t i = 0; i < declared.size(); ++i) byName[declared[i].name].emplace_back(&plugin->library(), i);
        }
        for (const auto& [name, owners] : byName) pluginMetric(name, owners);
    }

    /// The first one says what it is. All are of one kind, see PluginSet::add().
    void pluginMetric(const std::string& name, const std::vector<std::pair<const PluginLibrary*, std::uint32_t>>& owners)
    {
        const auto& first = owners.front().first->metrics()[owners.front().second];
        _text.begin("flyte_webhook_plugin_" + name, first.kind == FW_HISTOGRAM ? Type::histogram : Type::counter, first.help);
        for (const auto& [library, number] : owners)
        {
            const auto& metric = library->metrics()[number];
            const auto reading = library->counts().read(number);
            const Labels labels{{"plugin", library->name()}};
            if (metric.kind == FW_COUNTER)
                _text.sample(reading.sum, labels);
            else
                _text.sample(reading.bounds.data(), reading.bounds.size(), reading.buckets.data(), reading.sum, labels);
        }
    }

    void process()
    {
        const auto usage = processUsage();
        gauge("process_resident_memory_bytes", "Resident memory.", usage.residentBytes);
        if (usage.openDescriptors) gauge("process_open_fds", "Open file descriptors.", *usage.openDescriptors);
        gauge("process_max_fds", "Most file descriptors that may be open.", usage.mostDescriptors);
        _text.begin("process_cpu_seconds_total", Type::counter, "User and system CPU time.");
        _text.sample(usage.cpuSeconds);
        _text.begin("process_start_time_seconds", Type::gauge, "When the process started, in seconds since 1970.");
        _text.sample(std::chrono::duration<double>(_sources.metrics.start.time_since_epoch()).count());
    }

    void gauge(std::string_view name, std::string_view help, std::uint64_t value)
    {
        _text.begin(name, Type::gauge, help);
        _text.sample(value);
    }

    void counter(std::string_view name, std::string_view help, std::uint64_t value)
    {
        _text.begin(name, Type::counter, help);
        _text.sample(value);
    }

    void histogram(const DurationHistogram::Reading& reading, const Labels& labels)
    {
        _text.sample(DurationHistogram::bounds.data(), DurationHistogram::bounds.size(), reading.upTo.data(), reading.seconds, labels);
    }

    const MetricsSources& _sources;
    MetricsText _text;
};

} // namespace

std::string metricsPage(const MetricsSources& sources, MetricsText::Format format) { return Page(sources, format).make(); }

} // namespace flyte_webhook::host
