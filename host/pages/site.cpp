#include "site.h"
#include "pages/assets.h"
#include "pages/page_paths.h"

namespace flyte_webhook::host
{

namespace
{

/// Swagger UI asks the server when somebody tries something out.
constexpr auto docsPolicy = "script-src 'self'; style-src 'self'; connect-src 'self'";

/// ReDoc searches in a worker, which it makes of a text. It adds a style element that it fills by script, so the first hash is that of an
/// empty one, and one for its scroll bars: when a new version has another text there, browsers tell its hash.
constexpr auto redocPolicy = "script-src 'self'; worker-src blob:; connect-src 'self'; "
                             "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
                             "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='";

constexpr auto frontPolicy = "style-src 'self'";

/// That path with the parameter that asks for the caller's own document, as logs, metrics and the checks of requests have it.
std::unique_ptr<const Endpoint> documentForCaller()
{
    Parameter tasks;
    tasks.name = Pages::tasks;
    tasks.type = FW_BOOLEAN;
    tasks.fallback = "false";
    Endpoint endpoint;
    endpoint.id = "openapi_tasks";
    endpoint.method = "GET";
    endpoint.path = page_paths::document;
    endpoint.parameters.push_back(std::move(tasks));
    return std::make_unique<const Endpoint>(std::move(endpoint));
}

/// A page that shows the document. Where there is one for callers, who comes with credentials gets a page that asks for it.
void addDocumentPage(Pages& pages, const char* id, std::string_view path, const Site& site, std::string (*make)(const DocumentPage&),
                     const char* policy)
{
    auto& page = pages.add(id, path, Content::page(make({site.front.title, site.typed, false}), policy));
    if (!site.typed) return;
    page.signedIn = Content::page(make({site.front.title, true, true}), policy);
    page.content.vary = page.signedIn->vary = varyWith(site.credentials);
}

} // namespace

Pages makePages(Site site)
{
    Pages pages;
    auto& document = pages.add("openapi", page_paths::document, Content::changing("application/json", std::move(site.document)));
    document.forCaller = documentForCaller();
    addDocumentPage(pages, "docs", page_paths::docs, site, docsPage, docsPolicy);
    addDocumentPage(pages, "redoc", page_paths::redoc, site, redocPage, redocPolicy);
    for (const auto& asset : assets())
        pages.add("docs_asset", assetPath(assets(), page_paths::docs, asset.name), Content::of(asset), "/docs/{hash}/{file}");
    if (site.hasFront) pages.add("front", page_paths::root, Content::page(frontPage(site.front), frontPolicy)).forBrowsers = true;
    return pages;
}

} // namespace flyte_webhook::host
