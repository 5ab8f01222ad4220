#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::app
{

/// Where an app is reached: its origin (scheme, host, port) and the path that everything of it lies below. All URLs that it makes lie
/// there. A value.
class AppAddress
{
public:
    /// Nothing when the public URL is no http or https URL of a host. A query or fragment of it is left out.
    static std::optional<AppAddress> parse(std::string_view publicUrl);

    /// The URL of a path of the app, which begins with a slash.
    std::string url(std::string_view path) const { return _origin + _base + std::string(path); }

    /// Where a redirect leads that `url`, an URL of the app, was answered with (RFC 3986, section 5.2); nothing when that is not below the
    /// app's address. One that names the app's host and port with another scheme, as apps behind a TLS proxy do, keeps the app's scheme.
    std::optional<std::string> redirected(const std::string& url, std::string_view location) const;

private:
    std::optional<std::string> targetOf(const std::string& url, std::string_view location) const;
    bool isOwn(std::string_view authority, bool secure) const;
    bool isBelow(std::string_view path) const;

    bool _secure = false;
    std::string _origin;    ///< "https://host:port", as the public URL has it
    std::string _authority; ///< lower case, without the scheme's own port
    std::string _base;      ///< "" or "/path", without a slash at its end
};

} // namespace flyte_webhook::app
