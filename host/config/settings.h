#pragma once
#include "control_plane/control_plane_settings.h"
#include "http/http_server.h"
#include "telemetry/log.h"
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// One value as it was written, and where: for messages.
struct Written
{
    std::string value;
    std::string where; ///< "/etc/.../x.ini:12", "environment variable NAME" or "--set"; empty for a default
};

/// Everything that operators configure, checked; config.md. Immutable once made.
struct Settings
{
    struct Webhook
    {
        std::string name = "flyte-webhook", title, description, org, project = "flytesnacks", domain = "development";
        std::optional<std::vector<std::string>> endpointGroups; ///< not set, or holding "all": all
        std::optional<std::vector<std::string>> endpoints;
        std::string groupsWhere, endpointsWhere; ///< where the filters were written, for messages
    } webhook;

    struct Listener
    {
        std::string address = "0.0.0.0";
        std::uint16_t port = 8080;
        HttpLimits limits;
        std::chrono::milliseconds requestTimeout{60000}, shutdownTimeout{30000};
        std::string tlsCertificate, tlsKey; ///< PEM files that fit together; both or none
    } listener;

    struct Admin
    {
        std::string address = "127.0.0.1";
        std::uint16_t port = 9464; ///< 0: off
    } admin;

    struct Auth
    {
        bool required = true;
        std::vector<std::string> headers{"authorization", "cookie"}; ///< lower case
    } auth;

    struct AllowLists
    {
        std::optional<std::vector<std::string>> tasks, apps, triggers; ///< well-formed entries; not set: everything
    } allowlist;

    struct ControlPlane : ControlPlaneSettings
    {
        std::string consoleUrl; ///< without a slash at its end; never empty
        std::chrono::milliseconds taskCache{10000};
    } controlPlane;

    struct Plugins
    {
        std::vector<std::string> directories; ///< empty: the installed one
        std::chrono::milliseconds startTimeout{10000};
    } plugins;

    /// [plugin.NAME]: key -> value, for every NAME that was written. Checked against the plugins' declarations once they are loaded.
    std::map<std::string, std::map<std::string, Written>> plugin;

    /// FLYTE_WEBHOOK_PLUGIN_... variables -> value: which plugin and key each means, only the plugins' declarations tell.
    std::map<std::string, std::string> pluginEnvironment;

    struct Telemetry
    {
        LogLevel logLevel = LogLevel::info;
        std::optional<LogFormat> logFormat; ///< not set: text on a terminal, fields in the journal, else json
    } telemetry;
};

} // namespace flyte_webhook::host
