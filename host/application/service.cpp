#include "service.h"
#include "application/api_pages.h"

namespace flyte_webhook::host
{

Service::Service(ServiceParts parts)
    : _parts(std::move(parts)), _credentials(_parts.settings.auth.headers),
      _lists(_parts.settings.allowlist.tasks, _parts.settings.allowlist.apps, _parts.settings.allowlist.triggers),
      _api(describeTypedApi(_parts.settings, *_parts.plugins)), _pages(makePages(_api, _parts.settings, *_parts.plugins)),
      _pipeline({_parts.settings.webhook.name, _parts.settings.auth.required, _parts.settings.listener.requestTimeout}, *_parts.plugins,
                _pages, _api, _lists, _parts.metrics->requests,
                {*_parts.controlPlane, *_parts.client, _credentials, *_parts.callers, _parts.metrics->calls, _parts.log})
{
}

void Service::tend() noexcept
{
    _parts.controlPlane->tend();
    _parts.client->tend();
}

} // namespace flyte_webhook::host
