// Configuration: the text of the file; behind each NUL a --set or, when it begins with FLYTE_WEBHOOK_, a variable of the environment.
#include "config/configuration.h"
#include "access/allow_lists.h"
#include "base/file_descriptor.h"
#include "base/utf8.h"
#include "config/plugin_settings.h"
#include "endpoints/text_forms.h"
#include "support/input.h"
#include <sys/mman.h>
#include <unistd.h>

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;

namespace
{

/// A file in memory, for a reader that wants a name.
class MemoryFile
{
public:
    MemoryFile() : _descriptor(::memfd_create("configuration", MFD_CLOEXEC)) { require(_descriptor.valid(), "there is a file in memory"); }

    void write(std::string_view text)
    {
        const bool written = ::ftruncate(_descriptor.number(), 0) == 0 &&
                             ::pwrite(_descriptor.number(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
        require(written, "a file in memory can be written");
    }

    std::string name() const { return "/proc/self/fd/" + std::to_string(_descriptor.number()); }

private:
    host::FileDescriptor _descriptor;
};

host::ConfigSources sourcesOf(Input& input)
{
    static MemoryFile file;
    file.write(input.until('\0'));
    host::ConfigSources sources;
    sources.file = file.name();
    sources.fileIsNamed = true;
    while (!input.empty())
    {
        const auto text = input.until('\0');
        const auto equals = text.find('=');
        if (text.substr(0, 14) == "FLYTE_WEBHOOK_" && equals != text.npos)
            sources.environment.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        else
            sources.sets.emplace_back(text);
    }
    return sources;
}

const std::vector<host::DeclaredSetting>& declared()
{
    static const std::vector<host::DeclaredSetting> settings{{"task", FW_STRING, "a/b/c", false, "", R"({"minLength":1})"},
                                                             {"limit", FW_INTEGER, "3", false, "", R"({"minimum":1,"maximum":10})"},
                                                             {"share", FW_NUMBER, "0.5", false, "", ""},
                                                             {"loud", FW_BOOLEAN, "false", false, "", ""},
                                                             {"mode", FW_STRING, "on", false, "", R"({"enum":["on","off"]})"},
                                                             {"allow_forwarding_to", FW_STRING_LIST, "", false, "", ""},
                                                             {"needed", FW_STRING, "", true, "", ""}};
    return settings;
}

void checkErrors(const host::ConfigErrors& errors)
{
    for (const auto& error : errors)
    {
        const auto text = error.text();
        require(!error.where.empty() && !error.message.empty(), "an error names its place and what is wrong", text);
        require(host::isUtf8(text) && !host::hasControlCharacter(text), "an error is one line of text", text);
    }
}

void checkSettings(const host::Settings& settings)
{
    const auto& limits = settings.listener.limits;
    require(limits.threads > 0 && limits.maxHeader > 0 && limits.maxConnections > 0, "limits let something through");
    require(limits.keepAliveTimeout.count() > 0 && limits.headerTimeout.count() > 0 && settings.listener.requestTimeout.count() > 0,
            "timeouts leave some time");
    require(!settings.webhook.name.empty() && host::isUtf8(settings.webhook.title), "the webhook has a name");
    require(!settings.controlPlane.consoleUrl.empty(), "there is a console");
    const host::AllowLists lists(settings.allowlist.tasks, settings.allowlist.apps, settings.allowlist.triggers);
    require(lists.permitsApp("x") || settings.allowlist.apps, "without a list every app is permitted");
}

void checkPlugin(const host::Settings& settings)
{
    host::ConfigErrors errors;
    host::PluginSettings plugins(settings);
    const auto values = plugins.read("app", declared(), errors);
    if (errors.empty())
        for (const auto& setting : declared())
            if (const auto value = values.find(setting.key); value != values.end())
                require(host::isTextForm(setting.type, value->second), "a value has the form of its type", value->second);
    checkErrors(errors);
    checkErrors(plugins.unknown({"app", "build"}));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input(data, size);
    const auto configuration = host::readConfiguration(sourcesOf(input));
    checkErrors(configuration.errors);
    if (configuration.errors.empty()) checkSettings(configuration.settings);
    checkPlugin(configuration.settings);
    return 0;
}
