#pragma once
#include "pages/html.h"
#include "pages/pages.h"
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// What the host's own pages are made of.
struct Site
{
    FrontPage front;
    bool hasFront = true;                 ///< the root is not an endpoint's
    std::string document;                 ///< of the API
    bool typed = false;                   ///< callers have a document of their own that shows more
    std::vector<std::string> credentials; ///< the headers that show who a caller is
};

/// The document, the two pages that show it, what these load, and the page at the root.
Pages makePages(Site site);

} // namespace flyte_webhook::host
