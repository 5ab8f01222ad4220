#pragma once
#include <flyte_webhook/flyte/data_proxy.h>
#include <flyte_webhook/plugin/request.h>

namespace flyte_webhook::flyte
{

/// Puts files where runs of a project read them. The control plane names the place, and signs its URL, which is all that the store asks
/// for: the caller's credentials stay here. The store must be one that the plugin may reach (its setting `allow_forwarding_to`).
/// Thread: the request's.
class Uploads
{
public:
    /// `request` must outlive the object.
    Uploads(const Request& request, const DataProxy& data) : _request(request), _data(data) {}

    /// Stores the bytes under that file name and gives the address that a task reads them by. Tried once more when the connection fails.
    /// Throws CallError when the control plane names no place, BadGateway when the store does not take the file, GatewayTimeout when the
    /// request's time is over first.
    std::string store(const Place& place, const std::string& filename, std::string_view bytes) const;

private:
    const Request& _request;
    DataProxy _data;
};

} // namespace flyte_webhook::flyte
