#include "html.h"
#include "pages/assets.h"
#include "pages/escape.h"
#include "pages/page_paths.h"
#include "pages/pages.h"

namespace flyte_webhook::host
{

namespace
{

/// All pages lie at the top, so what lies below is found without the slash.
std::string relative(std::string_view path) { return std::string(path.substr(1)); }

std::string loaded(std::string_view asset) { return relative(assetPath(assets(), page_paths::docs, asset)); }

std::string styled(std::string_view asset) { return R"(<link rel="stylesheet" href=")" + loaded(asset) + "\">\n"; }

std::string scripted(std::string_view asset) { return R"(<script src=")" + loaded(asset) + "\"></script>\n"; }

std::string linked(std::string_view path, const char* text) { return "<a href=\"" + relative(path) + "\">" + text + "</a>\n"; }

std::string document(std::string_view title, const std::string& head, const std::string& body)
{
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<title>" +
           escapeHtml(title) + "</title>\n<link rel=\"icon\" href=\"" + loaded("icon.svg") + "\" type=\"image/svg+xml\">\n" +
           styled("page.css") + head + "</head>\n<body>\n" + body + "</body>\n</html>\n";
}

/// Where a document is shown, and where it is.
std::string place(const DocumentPage& page)
{
    const auto address = relative(page_paths::document);
    return "<div id=\"pages\" data-document=\"" + address + "\"" +
           (page.typed ? " data-typed=\"" + address + "?" + std::string(Pages::tasks) + "=true\"" : "") +
           (page.signedIn ? " data-signed-in" : "") + "></div>\n";
}

std::string listOf(const std::vector<FrontPage::Group>& groups)
{
    std::string list;
    for (const auto& group : groups) list += "<dt>" + escapeHtml(group.name) + "</dt><dd>" + escapeHtml(group.summary) + "</dd>\n";
    return list;
}

} // namespace

std::string docsPage(const DocumentPage& page)
{
    return document(page.title, styled("swagger-ui.css"), place(page) + scripted("swagger-ui.js") + scripted("docs.js"));
}

std::string redocPage(const DocumentPage& page)
{
    return document(page.title, {},
                    "<main class=\"redoc\">\n" + place(page) + "</main>\n" + scripted("redoc.js") + scripted("redoc-page.js"));
}

std::string frontPage(const FrontPage& page)
{
    return document(page.title, {},
                    "<main class=\"front\">\n<h1>" + escapeHtml(page.name) + "</h1>\n<p>" + escapeHtml(page.description) + "</p>\n<nav>\n" +
                        linked(page_paths::docs, "Try it out") + linked(page_paths::redoc, "Read it") +
                        linked(page_paths::document, "OpenAPI") + "</nav>\n<dl>\n" + listOf(page.groups) + "</dl>\n</main>\n");
}

} // namespace flyte_webhook::host
