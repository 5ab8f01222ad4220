#include "pages.h"
#include "pages/weighted_list.h"

namespace flyte_webhook::host
{

namespace
{

bool comesFromBrowser(const HttpRequest& request) { return weightOf(request.header("Accept"), {"text/html", "text/*", "*/*"}) > 0; }

} // namespace

HostPage& Pages::add(const char* id, std::string_view path, Content content, std::string_view route)
{
    auto& page = _pages.emplace_back();
    page.endpoint.id = id;
    page.endpoint.method = "GET";
    page.endpoint.path = route;
    page.endpoint.open = true;
    page.content = std::move(content);
    _router.add("GET", path, _pages.size() - 1);
    return page;
}

const HostPage* Pages::find(const HttpRequest& request, const Router::Methods*& methods) const
{
    Captures captures;
    const auto* found = _router.match(request.path, captures);
    if (!found) return nullptr;
    const auto& page = _pages[found->begin()->second];
    if (page.forBrowsers && !comesFromBrowser(request)) return nullptr;
    methods = found;
    return &page;
}

bool Pages::has(std::string_view path) const
{
    Captures captures;
    return _router.match(path, captures) != nullptr;
}

} // namespace flyte_webhook::host
