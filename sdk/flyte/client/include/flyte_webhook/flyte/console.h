#pragma once
#include <flyte_webhook/flyte/place.h>

namespace flyte_webhook::flyte
{

/// Addresses of pages of the control plane's console. Thread: any.
class Console
{
public:
    /// `url` is where the console is, without a slash at its end.
    explicit Console(std::string url) : _url(std::move(url)) {}

    std::string run(const Place& place, const std::string& name) const { return page(place, "runs", name); }
    std::string app(const Place& place, const std::string& name) const { return page(place, "apps", name); }
    std::string task(const Place& place, const std::string& name) const { return page(place, "tasks", name); }
    std::string trigger(const Place& place, const std::string& name) const { return page(place, "triggers", name); }

private:
    std::string page(const Place& place, const char* kind, const std::string& name) const;

    const std::string _url;
};

} // namespace flyte_webhook::flyte
