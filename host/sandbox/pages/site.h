#pragma once
#include "sandbox/pages/shown.h"
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// What a path shows.
struct SiteAnswer
{
    int status = 200;
    const char* type = "text/html; charset=utf-8";
    std::string body;
};

/// The pages by their paths: `/`, `/style.css`, `/v2/domain/{domain}/project/{project}/runs/{name}`, `.../tasks/{name}` and
/// `.../apps/{name}`. Thread: any.
class Site
{
public:
    explicit Site(const Shown& shown) : _shown(shown) {}

    /// `path` is as it came, without the query.
    SiteAnswer get(const std::string& path) const;

private:
    SiteAnswer run(const std::string& project, const std::string& domain, const std::string& name) const;
    SiteAnswer app(const std::string& project, const std::string& domain, const std::string& name) const;
    SiteAnswer task(const std::string& project, const std::string& domain, const std::string& name) const;

    const Shown _shown;
};

} // namespace flyte_webhook::sandbox
