#pragma once
#include "sandbox/pages/html.h"
#include <functional>
#include <string>

namespace flyte_webhook::sandbox
{

/// How soon what a page shows may be another.
enum class Pace
{
    none, ///< never: the browser does not ask again
    slow, ///< when somebody does something; asked for every few seconds while it is looked at
    quick ///< by itself; asked for every second while it is looked at, and by a browser without scripts as well
};

/// What is around a page's body.
struct Frame
{
    std::string title;      ///< of the page, and of the browser's tab
    const char* state = ""; ///< the phase of what it is about, beside the title; empty: none
    Pace pace = Pace::none;
};

/// A whole page. Its body is made of sections, each with an id of its own: one that has changed is replaced while somebody looks at it, so
/// a page has all its sections at any time, empty ones too.
std::string page(const Frame& frame, const std::function<void(Html&)>& body);

/// A section of a page; `id` and `title` are literals of this program. An empty title: none.
template <std::size_t IdSize, std::size_t TitleSize, typename Body>
void writeSection(Html& html, const char (&id)[IdSize], const char (&title)[TitleSize], Body&& body)
{
    html.markup("<section id=\"").markup(id).markup("\">");
    if constexpr (TitleSize > 1) html.markup("<h2>").markup(title).markup("</h2>\n");
    body();
    html.markup("</section>\n");
}

} // namespace flyte_webhook::sandbox
