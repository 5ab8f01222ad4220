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

/// The pages, as HTML. They load nothing but assets and the document, hold no script of their own, and lie wherever the server does: every
/// address in them is a relative one.
std::string docsPage(std::string_view title);
std::string redocPage(std::string_view title);
std::string frontPage(const FrontPage& page);

} // namespace flyte_webhook::host
