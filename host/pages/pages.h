#pragma once
#include "endpoints/endpoint.h"
#include "endpoints/router.h"
#include "pages/content.h"
#include <deque>
#include <memory>
#include <optional>
#include <string_view>

namespace flyte_webhook::host
{

/// One thing that the host serves by itself, to everybody.
struct HostPage
{
    Endpoint endpoint; ///< as logs and metrics name it
    Content content;
    std::optional<Content> signedIn;           ///< in its place, for a request that bears credentials
    std::unique_ptr<const Endpoint> forCaller; ///< what the path is when a parameter of the query asks for what is the caller's own
    bool forBrowsers = false; ///< only there for who asks for a page to look at: to others the path is like any unknown one
};

/// What the host serves by itself under one configuration. Filled once, then immutable; any thread may read it.
class Pages
{
public:
    static constexpr std::string_view tasks = "tasks"; ///< the parameter that asks the document for what is the caller's own

    /// `route` is what logs and metrics call the path.
    HostPage& add(const char* id, std::string_view path, Content content, std::string_view route);
    HostPage& add(const char* id, std::string_view path, Content content) { return add(id, path, std::move(content), path); }

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
