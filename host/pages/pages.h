#pragma once
#include "endpoints/endpoint.h"
#include "endpoints/router.h"
#include "pages/content.h"
#include <deque>

namespace flyte_webhook::host
{

/// One thing that the host serves by itself, to everybody.
struct HostPage
{
    Endpoint endpoint; ///< as logs and metrics name it
    Content content;
    bool forBrowsers = false; ///< only there for who asks for a page to look at: to others the path is like any unknown one
};

/// What the host serves by itself under one configuration. Filled once, then immutable; any thread may read it.
class Pages
{
public:
    /// `route` is what logs and metrics call the path.
    void add(const char* id, std::string_view path, Content content, std::string_view route);
    void add(const char* id, std::string_view path, Content content) { add(id, path, std::move(content), path); }

    /// A page that is only there for who asks for one to look at.
    void addForBrowsers(const char* id, std::string_view path, Content content);

    /// The page at the request's path, whatever its method; null when there is none. `methods` are set then.
    const HostPage* find(const HttpRequest& request, const Router::Methods*& methods) const;

    /// Whether there is a page at a path.
    bool has(std::string_view path) const;

    const std::deque<HostPage>& all() const { return _pages; }

private:
    std::deque<HostPage> _pages;
    Router _router;
};

} // namespace flyte_webhook::host
