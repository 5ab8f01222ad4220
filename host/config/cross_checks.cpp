#include "cross_checks.h"
#include "endpoint_defaults.h"
#include "tls/tls_context.h"
#include "value_forms.h"
#include <Poco/Net/IPAddress.h>
#include <algorithm>
#include <arpa/inet.h>
#include <stdexcept>

namespace flyte_webhook::host
{

namespace
{

constexpr std::uint16_t reservedPorts[] = {8012, 8022, 8112, 9090, 9091};

/// Of a text that may be listened on.
Poco::Net::IPAddress addressOf(const std::string& text)
{
    in6_addr bytes;
    if (::inet_pton(AF_INET6, text.c_str(), &bytes) == 1) return {&bytes, sizeof bytes};
    const bool isV4 = ::inet_pton(AF_INET, text.c_str(), &bytes) == 1;
    return isV4 ? Poco::Net::IPAddress(&bytes, sizeof(in_addr)) : Poco::Net::IPAddress("127.0.0.1"); // localhost
}

/// Whether one port cannot be listened on at both addresses: :: takes all, those of IPv4 among them.
bool overlap(const std::string& one, const std::string& other)
{
    const auto first = addressOf(one), second = addressOf(other);
    const bool sameFamily = first.family() == second.family();
    const auto covers = [&](const auto& wide) { return wide.isWildcard() && (sameFamily || wide.family() == Poco::Net::IPAddress::IPv6); };
    return first == second || covers(first) || covers(second);
}

bool beginsWith(const std::string& text, const std::string& begin) { return text.compare(0, begin.size(), begin) == 0; }

} // namespace

CrossChecks::CrossChecks(const ConfigSources& sources, const ConfigLayers& written, Configuration& configuration)
    : _file(sources.file), _written(written), _settings(configuration.settings), _errors(configuration.errors)
{
}

void CrossChecks::run(bool embeddedControlPlane)
{
    checkSelection();
    checkListeners();
    checkTls();
    checkCredentials();
    checkControlPlane(embeddedControlPlane);
    derive();
}

void CrossChecks::checkSelection()
{
    const auto* groups = _written.find("webhook", "endpoint_groups");
    const auto* endpoints = _written.find("webhook", "endpoints");
    if (groups && endpoints)
        refuse("webhook", "endpoints",
               "webhook.endpoint_groups is set as well (" + groups->where + "); keep one of the two, or neither to enable everything");
    if (groups && groups->value.empty())
        refuse("webhook", "endpoint_groups", "it names nothing; write the groups to enable, or leave it out to enable all");
    if (endpoints && endpoints->value.empty())
        refuse("webhook", "endpoints", "it names nothing; write the endpoints to enable, or leave it out to enable all");
    if (endpoints && !groups) _settings.webhook.endpointGroups.reset(); // its default
    if (groups) _settings.webhook.groupsWhere = groups->where;
    if (endpoints) _settings.webhook.endpointsWhere = endpoints->where;
}

void CrossChecks::checkListeners()
{
    const auto& listener = _settings.listener;
    const auto& admin = _settings.admin;
    const auto port = std::to_string(listener.port);
    if (std::find(std::begin(reservedPorts), std::end(reservedPorts), listener.port) != std::end(reservedPorts))
        refuse("listener", "port",
               "'" + port + "' is reserved by the platform, as are 8012, 8022, 8112, 9090 and 9091; write another port, such as 8080");
    if (!listener.port || listener.port != admin.port || !overlap(listener.address, admin.address)) return;
    if (_written.find("admin", "port"))
        refuse("admin", "port", "'" + port + "' is the public listener's port as well; write another one, or 0 to switch it off");
    else
        refuse("listener", "port",
               "'" + port + "' is the port that the admin listener has where none is written; write another one here or there");
}

void CrossChecks::checkTls()
{
    const auto isWritten = [this](const char* key)
    {
        const auto* written = _written.find("listener", key);
        return written && !written->value.empty();
    };
    auto &certificate = _settings.listener.tlsCertificate, &key = _settings.listener.tlsKey; // empty as well when it was refused
    if (!certificate.empty() && !isWritten("tls_key"))
        refuse("listener", "tls_key", "it is missing, but tls_certificate is set; name the file with that certificate's key");
    if (!key.empty() && !isWritten("tls_certificate"))
        refuse("listener", "tls_certificate", "it is missing, but tls_key is set; name the file with the certificate for that key");
    if (certificate.empty() || key.empty()) return;
    try
    {
        const TlsContext fits(TlsIdentity(certificate, key));
    }
    catch (const std::invalid_argument& e)
    {
        refuse("listener", "tls_key", e.what());
        key.clear();
    }
}

void CrossChecks::checkCredentials()
{
    if (_settings.auth.required && _settings.auth.headers.empty())
        refuse("auth", "headers", "it names no header, so every request would be refused; name one, or set auth.required = false");
}

void CrossChecks::checkControlPlane(bool embeddedControlPlane)
{
    auto& plane = _settings.controlPlane;
    if (!embeddedControlPlane && !_written.find("control_plane", "endpoint"))
        refuse("control_plane", "endpoint", "it is missing; write where the control plane is: dns:///host, https://host or host:port");
    const auto* insecure = _written.find("control_plane", "insecure");
    const auto scheme = lowerCase(plane.endpoint);
    const bool plain = beginsWith(scheme, "http://"), secure = beginsWith(scheme, "https://");
    if (!insecure)
        plane.insecure = plain;
    else if (parseBoolean(insecure->value) && ((plain && !plane.insecure) || (secure && plane.insecure)))
    {
        refuse("control_plane", "insecure",
               shown(insecure->value) + " contradicts the endpoint " + shown(plane.endpoint) +
                   "; leave it out, or change the scheme there");
        plane.insecure = plain; // what is made of it does not tell the mistake again
    }
}

void CrossChecks::derive()
{
    auto& plane = _settings.controlPlane;
    auto& title = _settings.webhook.title;
    if (const auto place = title.find("{name}"); place != title.npos) title.replace(place, 6, _settings.webhook.name);
    _settings.listener.limits.bodyTimeout = _settings.listener.requestTimeout;
    while (!plane.consoleUrl.empty() && plane.consoleUrl.back() == '/') plane.consoleUrl.pop_back();
    if (plane.endpoint.empty()) return;
    if (plane.consoleUrl.empty()) plane.consoleUrl = consoleUrlOf(plane.endpoint, plane.insecure);
    if (!_written.find("webhook", "org")) _settings.webhook.org = organisationOf(plane.endpoint);
}

void CrossChecks::refuse(const char* section, const char* key, const std::string& message)
{
    const auto* written = _written.find(section, key);
    _errors.push_back({written ? written->where : _file, std::string(section) + "." + key, message});
}

} // namespace flyte_webhook::host
