#include "shipped_file.h"
#include "setting_table.h"

namespace flyte_webhook::host
{

namespace
{

constexpr const char* head = R"(# The configuration of flyte-webhook.
#
# Every key stands here with its default; take the "# " away to set one. A key with nothing behind its = is not set by default.
# Only control_plane.endpoint must be set.
#
# The files conf.d/*.ini beside this one are read after it, in the order of their names, and win over it. Over them wins the environment
# (FLYTE_WEBHOOK_<SECTION>_<KEY>, dots and dashes as underscores), and over that the command line (--set section.key=value).
#
# Lists are separated by commas. Durations carry a unit (250ms, 30s, 5m, 1h), and so do sizes (512B, 64KiB, 10MiB, 1GiB). A comment stands
# on a line of its own, a key once in its section of one file. `flyte-webhook --check-config` tells what is wrong, all of it at once. SIGHUP
# makes a running server read everything again; what is wrong then changes nothing. Addresses, ports and the limits of [listener] take
# effect at the next start.
)";

constexpr const char* plugins = R"(
# What a plugin needs stands in a section of its own, [plugin.NAME]; `flyte-webhook --list-plugins` shows which plugins there are. A package
# that brings a plugin brings its section as a file in conf.d.
)";

} // namespace

std::string shippedFile()
{
    std::string text = head;
    std::string section;
    for (const auto& setting : settingTable())
    {
        if (section != setting.section)
        {
            section = setting.section;
            text += "\n[" + section + "]\n";
        }
        text += "# " + setting.help + "\n# " + setting.key + " =" + (setting.fallback ? " " + *setting.fallback : "") + "\n";
    }
    return text + plugins;
}

} // namespace flyte_webhook::host
