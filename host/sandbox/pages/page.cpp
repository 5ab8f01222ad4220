#include "sandbox/pages/page.h"
#include "sandbox/pages/assets.h"
#include "sandbox/pages/parts.h"

namespace flyte_webhook::sandbox
{
namespace
{

std::string loaded(std::string_view name) { return host::assetPath(assets(), assetsTop, name); }

/// Milliseconds, for follow.js.
const char* refreshOf(Pace pace) { return pace == Pace::quick ? "1000" : "2000"; }

void writeHead(Html& html, const Frame& frame)
{
    html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html.text(frame.title).text(*frame.state ? ": " : "").text(frame.state).markup(" &middot; Flyte webhook sandbox</title>\n");
    html.markup("<link rel=\"icon\" href=\"").text(loaded("icon.svg")).markup("\" type=\"image/svg+xml\">\n");
    html.markup("<link rel=\"stylesheet\" href=\"").text(loaded("console.css")).markup("\">\n");
    if (frame.pace != Pace::none) html.markup("<script src=\"").text(loaded("follow.js")).markup("\" defer></script>\n");
    if (frame.pace == Pace::quick) html.markup("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>\n");
    html.markup("</head>\n");
}

void writeMain(Html& html, const Frame& frame)
{
    html.markup("<main");
    if (frame.pace != Pace::none) html.markup(" data-refresh=\"").text(refreshOf(frame.pace)).markup("\"");
    html.markup(">\n<div class=\"title\">\n<h1>").text(frame.title).markup("</h1>\n<div id=\"state\" role=\"status\">");
    if (*frame.state) writeWord(html, frame.state);
    html.markup("</div>\n</div>\n");
}

} // namespace

std::string page(const Frame& frame, const std::function<void(Html&)>& body)
{
    Html html;
    writeHead(html, frame);
    html.markup(
        "<body>\n<header><a href=\"/\">Flyte webhook sandbox</a> <span>for trying out and for tests, not for production</span></header>\n"
        "<p id=\"notice\" role=\"status\"></p>\n");
    writeMain(html, frame);
    body(html);
    html.markup("</main>\n</body>\n</html>\n");
    return html.str();
}

} // namespace flyte_webhook::sandbox
