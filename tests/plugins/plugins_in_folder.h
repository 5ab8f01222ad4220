#pragma once
#include "control_plane/control_plane.h"
#include "plugins/plugin_loader.h"
#include "support/temporary_directory.h"
#include "telemetry/log.h"
#include <cppunit/TestAssert.h>
#include <fcntl.h>

namespace flyte_webhook::host
{

using test::TemporaryDirectory;

/// A folder with some of the fixtures, and what loading it gives.
class PluginsInFolder
{
public:
    PluginsInFolder() { settings.plugins.directories = {directory.path().string()}; }

    PluginsInFolder& with(const std::string& fixture)
    {
        const auto file = fixture + ".so";
        std::filesystem::copy_file(std::filesystem::path(FIXTURES) / file, directory.path() / file);
        return *this;
    }

    std::unique_ptr<PluginSet> load()
    {
        auto loaded = loadPlugins({settings, facts, log, libraries, previous.get(), PROGRAM});
        errors = std::move(loaded.errors);
        warnings = std::move(loaded.warnings);
        return std::move(loaded.set);
    }

    /// The errors of loading, as one text.
    std::string refusal()
    {
        load();
        std::string text;
        for (const auto& error : errors) text += error + "\n";
        return text;
    }

    std::string path(const std::string& name) const { return (directory.path() / name).string(); }

    TemporaryDirectory directory;
    Settings settings;
    TextMap facts{{"webhook.project", "shop"}};
    Log log{::open("/dev/null", O_WRONLY | O_CLOEXEC), LogLevel::error, LogFormat::text};
    PluginLibraries libraries;
    std::unique_ptr<PluginSet> previous; ///< the set that is to be replaced
    std::vector<std::string> errors, warnings;
};

inline void assertHas(const std::string& part, const std::string& text)
{
    CPPUNIT_ASSERT_MESSAGE("'" + part + "' is not in: " + text, text.find(part) != std::string::npos);
}

} // namespace flyte_webhook::host
