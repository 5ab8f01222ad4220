#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// What a page at the root tells.
struct FrontPage
{
    struct Group
    {
        std::string name, summary;
    };
    std::string name, title, description;
    std::vector<Group> groups;
};

/// A page that shows the API's document.
struct DocumentPage
{
    std::string title;
    bool typed = false;    ///< there is a document for callers as well
    bool signedIn = false; ///< the browser sends credentials by itself
};

/// The pages, as HTML. They load nothing but assets and the document, hold no script of their own, and lie wherever the server does: every
/// address in them is a relative one.
std::string docsPage(const DocumentPage& page);
std::string redocPage(const DocumentPage& page);
std::string frontPage(const FrontPage& page);

} // namespace flyte_webhook::host
