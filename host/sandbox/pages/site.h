#pragma once
#include "sandbox/pages/shown.h"
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{

/// What a path shows: a page, also when there is none.
struct SiteAnswer
{
    int status = 200;
    std::string html;
};

/// The pages by their paths: `/`, `/v2/domain/{domain}/project/{project}/runs/{name}`, `.../tasks/{name}` and `.../apps/{name}`.
/// Thread: any.
class Site
{
public:
    explicit Site(const Shown& shown) : _shown(shown) {}

    /// `path` is as it came, without the query.
    SiteAnswer get(std::string_view path) const;

private:
    SiteAnswer run(const std::string& project, const std::string& domain, const std::string& name) const;
    SiteAnswer app(const std::string& project, const std::string& domain, const std::string& name) const;
    SiteAnswer task(const std::string& project, const std::string& domain, const std::string& name) const;

    const Shown _shown;
};

} // namespace flyte_webhook::sandbox
