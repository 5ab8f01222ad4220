#include "sandbox/pages/html.h"
#include "base/path_segment.h"
#include "pages/escape.h"
#include "sandbox/base/utf8.h"

namespace flyte_webhook::sandbox
{
namespace
{

using host::pathSegment;

std::string pathTo(const char* kind, const std::string& project, const std::string& domain, const std::string& name)
{
    return "/v2/domain/" + pathSegment(domain) + "/project/" + pathSegment(project) + "/" + kind + "/" + pathSegment(name);
}

} // namespace

Html& Html::text(std::string_view text)
{
    _text += host::escapeHtml(shownText(text));
    return *this;
}

Html& Html::link(std::string_view target, std::string_view words)
{
    markup("<a href=\"").text(target).markup("\">").text(words).markup("</a>");
    return *this;
}

Html& Html::time(Time time)
{
    const std::string exact = timeText(time);
    const auto middle = exact.find('T');
    return markup("<time datetime=\"")
        .text(exact)
        .markup("\">")
        .text(exact.substr(0, middle))
        .markup(" ")
        .text(exact.substr(middle + 1, exact.size() - middle - 2))
        .markup(" UTC</time>");
}

std::string pathToRun(const std::string& project, const std::string& domain, const std::string& name)
{
    return pathTo("runs", project, domain, name);
}

std::string pathToApp(const std::string& project, const std::string& domain, const std::string& name)
{
    return pathTo("apps", project, domain, name);
}

std::string pathToTask(const std::string& project, const std::string& domain, const std::string& name)
{
    return pathTo("tasks", project, domain, name);
}

} // namespace flyte_webhook::sandbox
