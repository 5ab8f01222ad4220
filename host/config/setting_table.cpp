#include "setting_table.h"
#include "access/allow_lists.h"
#include "tls/tls_identity.h"
#include "transport/tls.h"
#include "value_checks.h"
#include <algorithm>
#include <stdexcept>

namespace flyte_webhook::host
{

namespace
{

using namespace std::chrono_literals;
using Table = std::vector<SettingDeclaration>;
constexpr auto notSet = std::nullopt;
constexpr auto day = 24h;
constexpr std::uint64_t KiB = 1 << 10, MiB = 1 << 20, GiB = 1 << 30;

template <std::optional<std::string> (*Check)(std::string_view)> Problem entryProblem(std::string_view entry)
{
    if (const auto wrong = Check(entry)) return shown(entry) + " " + *wrong;
    return std::nullopt;
}

Problem maybeAuthorities(std::string_view text)
{
    if (text.empty()) return std::nullopt;
    try
    {
        const transport::Tls good{std::string(text)};
        return std::nullopt;
    }
    catch (const std::invalid_argument& e)
    {
        return e.what();
    }
}

Problem maybeCertificate(std::string_view text) { return text.empty() ? std::nullopt : TlsIdentity::certificateProblem(std::string(text)); }

Problem maybeKey(std::string_view text) { return text.empty() ? std::nullopt : TlsIdentity::keyProblem(std::string(text)); }

Problem maybeUrl(std::string_view text) { return text.empty() ? std::nullopt : consoleUrlProblem(text); }

Table webhookSettings()
{
    return {
        {"webhook", "name", "flyte-webhook",
         "The app's own name, which no caller may act on through this server. Lower-case letters, digits, inner dashes.",
         textValue(
             [](Settings & s) -> auto& { return s.webhook.name; }, kubernetesNameProblem)},
        {"webhook", "title", "Flyte Webhook: {name}", "Title of the documentation pages; {name} stands for the name above.",
         textValue(
             [](Settings & s) -> auto& { return s.webhook.title; }, emptyProblem)},
        {"webhook", "description", "A webhook service for Flyte operations", "What the documentation pages say below the title.",
         textValue([](Settings & s) -> auto& { return s.webhook.description; })},
        {"webhook", "org", notSet,
         "Organisation of the control plane. Not set: the first label of the endpoint's host name when that has three or more, else none.",
         textValue([](Settings & s) -> auto& { return s.webhook.org; })},
        {"webhook", "project", "flytesnacks", "Project where runs are created and names are looked up.",
         textValue(
             [](Settings & s) -> auto& { return s.webhook.project; }, pathSegmentProblem)},
        {"webhook", "domain", "development", "Domain where runs are created and names are looked up.",
         textValue(
             [](Settings & s) -> auto& { return s.webhook.domain; }, pathSegmentProblem)},
        {"webhook", "endpoint_groups", "all", "Groups of endpoints to enable, between commas; not together with endpoints.",
         listValue(
             [](Settings & s) -> auto& { return s.webhook.endpointGroups; }, groupNameProblem)},
        {"webhook", "endpoints", notSet, "Ids of the endpoints to enable, between commas; not together with endpoint_groups.",
         listValue(
             [](Settings & s) -> auto& { return s.webhook.endpoints; }, endpointIdProblem)},
    };
}

Table listenerSettings()
{
    return {
        {"listener", "address", "0.0.0.0", "IP address that is listened on; 0.0.0.0 stands for all, :: for all of IPv6.",
         textValue(
             [](Settings & s) -> auto& { return s.listener.address; }, listenAddressProblem)},
        {"listener", "port", "8080", "Port that is listened on; 0 picks a free one. 8012, 8022, 8112, 9090 and 9091 are the platform's.",
         wholeNumber(
             [](Settings & s) -> auto& { return s.listener.port; }, 0, 65535)},
        {"listener", "threads", "1024", "Most requests worked on at once; threads start as they are needed and end when idle.",
         wholeNumber(
             [](Settings & s) -> auto& { return s.listener.limits.threads; }, 1, 32768)},
        {"listener", "queue", "4096", "Most requests that wait for a thread; further ones get 503.",
         wholeNumber(
             [](Settings & s) -> auto& { return s.listener.limits.queue; }, 0, 1000000)},
        {"listener", "max_connections", "20000", "Most open client connections.",
         wholeNumber(
             [](Settings & s) -> auto& { return s.listener.limits.maxConnections; }, 1, 1000000)},
        {"listener", "keep_alive_timeout", "75s", "How long a connection may be idle between two requests.",
         durationValue(
             [](Settings & s) -> auto& { return s.listener.limits.keepAliveTimeout; }, 1ms, day)},
        {"listener", "header_timeout", "10s",
         "How long a client may take to send a request's header; the first one with the handshake of TLS.",
         durationValue(
             [](Settings & s) -> auto& { return s.listener.limits.headerTimeout; }, 1ms, day)},
        {"listener", "request_timeout", "60s", "How long a whole request may take, with its control-plane calls.",
         durationValue(
             [](Settings & s) -> auto& { return s.listener.requestTimeout; }, 1ms, day)},
        {"listener", "max_body", "10MiB", "Largest request body; a larger one gets 413.",
         sizeValue(
             [](Settings & s) -> auto& { return s.listener.limits.maxBody; }, 1, GiB)},
        {"listener", "max_header", "64KiB", "Largest request header; a larger one gets 431.",
         sizeValue(
             [](Settings & s) -> auto& { return s.listener.limits.maxHeader; }, KiB, 16 * MiB)},
        {"listener", "tls_certificate", notSet,
         "PEM file of the server's certificate and those above it; with tls_key. Then the listener speaks HTTPS alone.",
         textValue(
             [](Settings & s) -> auto& { return s.listener.tlsCertificate; }, maybeCertificate)},
        {"listener", "tls_key", notSet, "PEM file of that certificate's key, without a passphrase; with tls_certificate.",
         textValue(
             [](Settings & s) -> auto& { return s.listener.tlsKey; }, maybeKey)},
        {"listener", "shutdown_timeout", "30s", "How long running requests may take to finish once the server is told to stop.",
         durationValue(
             [](Settings & s) -> auto& { return s.listener.shutdownTimeout; }, 0ms, day)},
    };
}

Table accessSettings()
{
    return {
        {"admin", "address", "127.0.0.1", "IP address of the admin listener: /metrics, /healthz and /readyz.",
         textValue(
             [](Settings & s) -> auto& { return s.admin.address; }, listenAddressProblem)},
        {"admin", "port", "9464", "Port of the admin listener; 0 switches it off.",
         wholeNumber(
             [](Settings & s) -> auto& { return s.admin.port; }, 0, 65535)},
        {"auth", "required", "true", "Whether a request without credentials is refused with 401.",
         booleanValue([](Settings & s) -> auto& { return s.auth.required; })},
        {"auth", "headers", "authorization, cookie", "Headers that count as credentials and are passed on to the control plane.",
         listValue(
             [](Settings & s) -> auto& { return s.auth.headers; }, credentialHeaderProblem, lowerCase)},
        {"allowlist", "tasks", notSet,
         "Tasks that callers may reach: domain/project/name (/docs shows its types), project/name or name. Not set: all; set and empty: "
         "none.",
         listValue(
             [](Settings & s) -> auto& { return s.allowlist.tasks; }, entryProblem<AllowLists::taskEntryProblem>)},
        {"allowlist", "apps", notSet, "Apps that callers may reach, by name. Not set: all; set and empty: none.",
         listValue(
             [](Settings & s) -> auto& { return s.allowlist.apps; }, entryProblem<AllowLists::appEntryProblem>)},
        {"allowlist", "triggers", notSet,
         "Triggers that callers may reach: task_name/trigger_name or trigger_name. Not set: all; set and empty: none.",
         listValue(
             [](Settings & s) -> auto& { return s.allowlist.triggers; }, entryProblem<AllowLists::triggerEntryProblem>)},
    };
}

Table controlPlaneSettings()
{
    const std::vector<std::pair<std::string, ControlPlaneProtocol>> protocols{
        {"auto", ControlPlaneProtocol::automatic}, {"connect", ControlPlaneProtocol::connect}, {"grpc", ControlPlaneProtocol::grpc}};
    return {
        {"control_plane", "endpoint", notSet,
         "Where the control plane is: dns:///host, https://host, http://host:port or host:port. Required.",
         textValue(
             [](Settings & s) -> auto& { return s.controlPlane.endpoint; }, endpointProblem)},
        {"control_plane", "insecure", "false", "Whether the control plane is spoken to in plain text. True by itself for http://.",
         booleanValue([](Settings & s) -> auto& { return s.controlPlane.insecure; })},
        {"control_plane", "protocol", "auto",
         "How the control plane is spoken to: connect (HTTP/1.1, the cheapest), grpc, or auto: connect, and grpc where only that is "
         "spoken.",
         oneWord(
             [](Settings & s) -> auto& { return s.controlPlane.protocol; }, protocols)},
        {"control_plane", "ca_file", notSet,
         "PEM file of authorities for the control plane's certificate, and beside the system's for other https. Not set: the system's.",
         textValue(
             [](Settings & s) -> auto& { return s.controlPlane.caFile; }, maybeAuthorities)},
        {"control_plane", "console_url", notSet, "Where links to the console point. Not set: derived from the endpoint.",
         textValue(
             [](Settings & s) -> auto& { return s.controlPlane.consoleUrl; }, maybeUrl)},
        {"control_plane", "connections", "4",
         "Connections over grpc to the control plane; over connect there are as many as calls are made at once.",
         wholeNumber(
             [](Settings & s) -> auto& { return s.controlPlane.connections; }, 1, 256)},
        {"control_plane", "call_timeout", "30s", "How long one call of the control plane may take.",
         durationValue(
             [](Settings & s) -> auto& { return s.controlPlane.callTimeout; }, 1ms, day)},
        {"control_plane", "task_cache", "10s", "How long the details of a task's version may be kept; 0 switches that off.",
         durationValue(
             [](Settings & s) -> auto& { return s.controlPlane.taskCache; }, 0ms, day)},
    };
}

Table otherSettings()
{
    const std::vector<std::pair<std::string, LogLevel>> levels{
        {"debug", LogLevel::debug}, {"info", LogLevel::info}, {"warning", LogLevel::warning}, {"error", LogLevel::error}};
    const std::vector<std::pair<std::string, LogFormat>> formats{{"text", LogFormat::text}, {"json", LogFormat::json}};
    return {
        {"plugins", "directories", notSet, "Directories of plugins, searched in order, between commas. Not set: the installed one.",
         listValue(
             [](Settings & s) -> auto& { return s.plugins.directories; }, emptyProblem)},
        {"plugins", "start_timeout", "10s",
         "How long a plugin may take to open, to take its settings and to end; one that takes longer is refused.",
         durationValue(
             [](Settings & s) -> auto& { return s.plugins.startTimeout; }, 1ms, 1h)},
        {"telemetry", "log_level", "info", "The least important lines that are logged: debug, info, warning or error.",
         oneWord(
             [](Settings & s) -> auto& { return s.telemetry.logLevel; }, levels)},
        {"telemetry", "log_format", notSet,
         "How lines are written: text or json. Not set: text on a terminal, fields in the journal under systemd, else json.",
         oneWord(
             [](Settings & s) -> auto& { return s.telemetry.logFormat; }, formats)},
    };
}

Table makeTable()
{
    Table all;
    for (auto part : {webhookSettings(), listenerSettings(), accessSettings(), controlPlaneSettings(), otherSettings()})
        std::move(part.begin(), part.end(), std::back_inserter(all));
    return all;
}

} // namespace

const std::vector<SettingDeclaration>& settingTable()
{
    static const Table table = makeTable();
    return table;
}

const SettingDeclaration* findSetting(std::string_view section, std::string_view key)
{
    for (const auto& setting : settingTable())
        if (setting.section == section && setting.key == key) return &setting;
    return nullptr;
}

std::vector<std::string> sectionNames()
{
    std::vector<std::string> names;
    for (const auto& setting : settingTable())
        if (names.empty() || names.back() != setting.section) names.emplace_back(setting.section);
    return names;
}

std::vector<std::string> keyNames(std::string_view section)
{
    std::vector<std::string> names;
    for (const auto& setting : settingTable())
        if (setting.section == section) names.emplace_back(setting.key);
    return names;
}

} // namespace flyte_webhook::host
