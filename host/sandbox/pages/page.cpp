#include "sandbox/pages/page.h"

namespace flyte_webhook::sandbox
{

std::string page(const std::string& title, int seconds, const std::function<void(Html&)>& body)
{
    Html html;
    html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    if (seconds > 0) html.markup("<meta http-equiv=\"refresh\" content=\"").text(std::to_string(seconds)).markup("\">\n");
    html.markup("<title>").text(title).markup(
        "</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<nav><a href=\"/\">"
        "Flyte webhook sandbox</a> <span>for trying out and for tests, not for production</span></nav>\n<main>\n<h1>");
    html.text(title).markup("</h1>\n");
    body(html);
    html.markup("</main>\n</body>\n</html>\n");
    return html.str();
}

const char* const styleSheet = R"(:root { color-scheme: light dark; --line: #8885; --soft: #8882; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
nav { padding: .6rem 1.2rem; border-bottom: 1px solid var(--line); }
nav a { font-weight: 600; text-decoration: none; color: inherit; }
nav span { margin-left: 1rem; opacity: .6; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem 1.2rem 3rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.05rem; margin-top: 1.8rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; opacity: .7; }
pre { background: var(--soft); padding: .7rem; border-radius: 4px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
td pre { background: none; padding: 0; }
.phase { padding: .1rem .5rem; border-radius: 4px; background: var(--soft); }
.succeeded, .active { background: #2a82; color: #2a8; }
.failed, .timed_out { background: #d332; color: #d33; }
.running, .initializing, .pending, .deploying, .stopping { background: #28d2; color: #28d; }
)";

} // namespace flyte_webhook::sandbox
