#pragma once
#include "pages/html.h"
#include "pages/pages.h"
#include <string>

namespace flyte_webhook::host
{

/// What the host's own pages are made of.
struct Site
{
    FrontPage front;
    bool hasFront = true; ///< the root is not an endpoint's
    std::string document; ///< of the API
};

/// The document, the two pages that show it, what these load, and the page at the root.
Pages makePages(Site site);

} // namespace flyte_webhook::host
