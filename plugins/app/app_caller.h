#pragma once
#include "app_address.h"
#include <cstddef>
#include <flyte_webhook/plugin/request.h>
#include <string>

namespace flyte_webhook::app
{

/// One HTTP request to an app.
struct AppRequest
{
    std::string name;   ///< the app's, for messages
    std::string method; ///< upper case
    std::string url;    ///< made by the app's address
    std::string body;   ///< JSON; empty: none
};

/// Sends requests to apps through the host, and follows redirects as long as they stay below the app's address. Throws Error for what
/// gives no answer. Thread: any.
class AppCaller
{
public:
    /// `userAgent` is who calls; an answer's body may have `mostBytes`.
    AppCaller(std::string userAgent, std::size_t mostBytes) : _userAgent(std::move(userAgent)), _mostBytes(mostBytes) {}

    HttpAnswer call(const Request& request, const AppAddress& address, AppRequest call) const;

private:
    HttpAnswer send(const Request& request, const AppRequest& call) const;
    void check(const AppRequest& call, const HttpAnswer& answer) const;

    const std::string _userAgent;
    const std::size_t _mostBytes;
};

} // namespace flyte_webhook::app
