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

} // namespace

Pages makePages(Site site)
{
    Pages pages;
    pages.add("openapi", page_paths::document, Content::changing("application/json", std::move(site.document)));
    pages.add("docs", page_paths::docs, Content::page(docsPage(site.front.title), docsPolicy));
    pages.add("redoc", page_paths::redoc, Content::page(redocPage(site.front.title), redocPolicy));
    for (const auto& asset : assets())
        pages.add("docs_asset", assetPath(assets(), page_paths::docs, asset.name), Content::of(asset), "/docs/{hash}/{file}");
    if (site.hasFront) pages.addForBrowsers("front", page_paths::root, Content::page(frontPage(site.front), frontPolicy));
    return pages;
}

} // namespace flyte_webhook::host
