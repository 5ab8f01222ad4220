#pragma once
#include <flyte_webhook/plugin.h>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::build
{

/// What an image gets when the caller says nothing of it. A value.
struct ImageDefaults
{
    std::string pythonVersion, flyteVersion;

    /// The plugin's settings. Throws std::invalid_argument that names the setting when one cannot be used.
    static ImageDefaults configured(Plugin& plugin);
};

/// The image that a caller wishes for, checked and complete. A value.
struct ImageWish
{
    using List = std::optional<std::vector<std::string>>;

    std::optional<std::string> name, baseImage;
    std::string pythonVersion; ///< major.minor
    std::string flyteVersion;  ///< without a v
    bool prereleases;          ///< of pip packages
    List pipPackages, aptPackages, platforms;

    /// Describes the parameters that of() reads.
    static Endpoint& describe(Endpoint& endpoint);

    /// Throws InvalidParameter with all that cannot be used. One that is empty counts as left out.
    static ImageWish of(const Request& request, const ImageDefaults& defaults);
};

} // namespace flyte_webhook::build
