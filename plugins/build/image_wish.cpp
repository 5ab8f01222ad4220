#include "image_wish.h"
#include <algorithm>
#include <flyte_webhook/flyte/text_checks.h>

namespace flyte_webhook::build
{

namespace
{

using flyte::refuse;

constexpr std::size_t mostPackages = 1000;
constexpr auto pythonForm = "is no Python version; write major.minor, such as 3.12";
constexpr auto nameForm = "is no image name; write lower-case letters, digits and . _ - / between them, without a tag";
constexpr auto imageForm = "is no image; write it as registry/name:tag";
constexpr auto flyteForm = "is no version of Flyte; write it as its releases do, such as 2.6.9";

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || isDigit(c); }
bool isLetterOrDigit(char c) { return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z'); }

bool isNumber(std::string_view text)
{
    return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), isDigit) && (text.size() == 1 || text[0] != '0');
}

bool isPythonVersion(std::string_view text)
{
    const auto dot = text.find('.');
    return dot != text.npos && isNumber(text.substr(0, dot)) && isNumber(text.substr(dot + 1));
}

/// It becomes part of a tag, which takes these characters alone.
bool isFlyteVersion(std::string_view text)
{
    const auto fits = [](char c) { return isLetterOrDigit(c) || c == '.' || c == '-' || c == '_'; };
    return !text.empty() && text.size() <= 64 && isDigit(text[0]) && std::all_of(text.begin(), text.end(), fits);
}

std::string withoutV(std::string version)
{
    if (!version.empty() && version[0] == 'v') version.erase(0, 1);
    return version;
}

bool mayBeFlyteVersion(const std::string& text) { return isFlyteVersion(withoutV(text)); }

/// One part of a repository's name: words of lower-case letters and digits with a dot, underscores or dashes between them.
bool isNamePart(std::string_view part)
{
    const auto fits = [](char c) { return isLowerOrDigit(c) || c == '.' || c == '_' || c == '-'; };
    return !part.empty() && std::all_of(part.begin(), part.end(), fits) && isLowerOrDigit(part.front()) && isLowerOrDigit(part.back()) &&
           part.find("..") == part.npos;
}

/// A registry in front of a name: a host with a dot or a port, which parts of a name cannot have.
bool isRegistry(std::string_view text)
{
    const auto colon = text.find(':');
    const auto host = text.substr(0, colon);
    const auto fits = [](char c) { return isLetterOrDigit(c) || c == '.' || c == '-'; };
    const auto port = colon == text.npos ? std::string_view() : text.substr(colon + 1);
    return !host.empty() && std::all_of(host.begin(), host.end(), fits) && isLetterOrDigit(host.front()) && isLetterOrDigit(host.back()) &&
           (colon == text.npos || (!port.empty() && port.size() <= 5 && std::all_of(port.begin(), port.end(), isDigit)));
}

bool isImageName(std::string_view name)
{
    if (name.size() > 255) return false;
    bool first = true;
    for (;; first = false)
    {
        const auto slash = name.find('/');
        const auto part = name.substr(0, slash);
        const bool fits = isNamePart(part) || (first && slash != name.npos && isRegistry(part));
        if (!fits || slash == name.npos) return fits;
        name.remove_prefix(slash + 1);
    }
}

bool isReference(std::string_view text) { return text.size() <= 512 && text.find(' ') == text.npos; }

/// A text that is given; one that is empty counts as left out.
std::optional<std::string> given(const Request& request, const char* parameter)
{
    auto value = request.find<std::string>(parameter);
    if (!value || value->empty()) return std::nullopt;
    flyte::checkText(parameter, *value);
    return value;
}

/// The same, refused unless it fits.
template <typename Fits> std::optional<std::string> given(const Request& request, const char* parameter, Fits fits, const char* otherwise)
{
    auto value = given(request, parameter);
    if (value && !fits(*value)) refuse(parameter, *value, otherwise);
    return value;
}

ImageWish::List list(const Request& request, const char* parameter)
{
    auto values = request.find<std::vector<std::string>>(parameter);
    if (!values) return std::nullopt;
    ParameterChecks checks;
    for (const auto& value : *values)
        checks.run(
            [&]
            {
                flyte::checkText(parameter, value);
                if (value.find_first_not_of(' ') == value.npos) refuse(parameter, value, "is empty; leave it out or name something");
            });
    checks.finish();
    return values;
}

void checkCount(const ImageWish& wish)
{
    const auto pip = wish.pipPackages ? wish.pipPackages->size() : 0, apt = wish.aptPackages ? wish.aptPackages->size() : 0;
    if (pip + apt <= mostPackages) return;
    throw InvalidParameter({"query", pip >= apt ? "pip_packages" : "apt_packages"}, std::to_string(pip + apt) +
                                                                                        " packages are too many; an image takes " +
                                                                                        std::to_string(mostPackages) + " at the most");
}

} // namespace

ImageDefaults ImageDefaults::configured(Plugin& plugin)
{
    ImageDefaults defaults{plugin.setting<std::string>("python_version", "3.12", "the Python version of images that name none"),
                           plugin.setting<std::string>("flyte_version", "2.6.9", "the Flyte version of images that name none")};
    defaults.flyteVersion = withoutV(std::move(defaults.flyteVersion));
    if (!isPythonVersion(defaults.pythonVersion))
        throw std::invalid_argument("python_version: '" + defaults.pythonVersion + "' " + pythonForm);
    if (!isFlyteVersion(defaults.flyteVersion)) throw std::invalid_argument("flyte_version: '" + defaults.flyteVersion + "' " + flyteForm);
    return defaults;
}

Endpoint& ImageWish::describe(Endpoint& endpoint)
{
    const auto words = pattern(R"(^ *[^ \u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$)");
    return endpoint
        .either<std::string>("base_image", "the image to begin with; left out, ghcr.io/flyteorg/flyte:py{python_version}-v{flyte_version}",
                             pattern(R"(^[^ \u0000-\u001f\u007f-\u009f]*$)"))
        .either<std::string>("python_version", "major.minor, such as 3.12; left out, the configured one",
                             pattern(R"(^((0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2}))?$)"))
        .either<std::string>("flyte_version", "the Flyte version of the base image, such as 2.6.9; left out, the configured one",
                             pattern("^(v?[0-9][A-Za-z0-9._-]{0,63})?$"))
        .either<std::string>("name", "the image's name, in lower case; left out, flyte",
                             pattern("^(([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?/)?[a-z0-9]+(([_-]+|[.])[a-z0-9]+)*(/"
                                     "[a-z0-9]+(([_-]+|[.])[a-z0-9]+)*)*)?$") &
                                 length(0, 255))
        .either<bool>("pre", false, "whether pre-releases of pip packages will do")
        .either<std::vector<std::string>>("pip_packages", "Python packages, as pip takes them", each(words))
        .either<std::vector<std::string>>("apt_packages", "Debian packages", each(words))
        .either<std::vector<std::string>>("platform", "what the image is for, such as linux/amd64; left out, the builder's choice",
                                          each(words));
}

ImageWish ImageWish::of(const Request& request, const ImageDefaults& defaults)
{
    ImageWish wish;
    ParameterChecks checks;
    checks.run([&] { wish.baseImage = given(request, "base_image", isReference, imageForm); });
    checks.run([&]
               { wish.pythonVersion = given(request, "python_version", isPythonVersion, pythonForm).value_or(defaults.pythonVersion); });
    checks.run(
        [&]
        { wish.flyteVersion = withoutV(given(request, "flyte_version", mayBeFlyteVersion, flyteForm).value_or(defaults.flyteVersion)); });
    checks.run([&] { wish.name = given(request, "name", isImageName, nameForm); });
    wish.prereleases = request.parameter<bool>("pre");
    checks.run([&] { wish.pipPackages = list(request, "pip_packages"); });
    checks.run([&] { wish.aptPackages = list(request, "apt_packages"); });
    checks.run([&] { wish.platforms = list(request, "platform"); });
    checks.run([&] { checkCount(wish); });
    checks.finish();
    return wish;
}

} // namespace flyte_webhook::build
