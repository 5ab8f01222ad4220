#include "sandbox/options.h"
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/OptionException.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>
#include <charconv>
#include <filesystem>
#include <sstream>

using Poco::Util::Option;
using Poco::Util::OptionSet;

namespace flyte_webhook::sandbox
{
namespace
{

Option flag(const char* name, const char* help) { return Option(name, "", help); }

Option valued(const char* name, const char* help, const char* value) { return Option(name, "", help).argument(value); }

OptionSet optionSet()
{
    OptionSet options;
    options.addOption(valued("dir", "folder of the state, kept over restarts (default: a temporary one)", "DIR"));
    options.addOption(valued("tasks", "folder of the task files (default: the shipped ones)", "DIR"));
    options.addOption(valued("apps", "folder of the app files (default: the shipped ones)", "DIR"));
    options.addOption(valued("grpc-port", "port of the control plane on 127.0.0.1, for gRPC and Connect (default 0: a free one)", "N"));
    options.addOption(valued("http-port", "port of the pages on 127.0.0.1 (default 0: a free one)", "N"));
    options.addOption(valued("max-processes", "most processes of runs at once, others wait (default 4)", "N"));
    options.addOption(flag("until-eof", "end when standard input does"));
    options.addOption(flag("version", "print the version and end"));
    options.addOption(flag("help", "print this and end"));
    return options;
}

std::size_t number(const std::string& option, const std::string& text, std::size_t least, std::size_t most)
{
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        throw UsageError("--" + option + " takes a number from " + std::to_string(least) + " to " + std::to_string(most) + ", not `" +
                         text + "`");
    return value;
}

void apply(Options& options, const std::string& name, const std::string& value)
{
    if (name == "dir") options.folder = value;
    if (name == "tasks") options.tasks = value;
    if (name == "apps") options.apps = value;
    if (name == "grpc-port") options.grpcPort = static_cast<unsigned short>(number(name, value, 0, 65535));
    if (name == "http-port") options.httpPort = static_cast<unsigned short>(number(name, value, 0, 65535));
    if (name == "max-processes") options.processes = number(name, value, 1, 1000);
    if (name == "until-eof") options.untilEof = true;
    if (name == "version") options.version = true;
    if (name == "help") options.help = true;
}

} // namespace

Options readOptions(int count, const char* const* arguments)
{
    const OptionSet set = optionSet();
    Poco::Util::OptionProcessor processor(set);
    processor.setUnixStyle(true);
    Options options;
    try
    {
        for (int i = 1; i < count; ++i)
        {
            std::string name, value;
            if (!processor.process(arguments[i], name, value))
                throw UsageError("`" + std::string(arguments[i]) + "` is no option; see --help");
            if (name.empty()) continue; // its value follows
            apply(options, name, value);
        }
        processor.checkRequired();
    }
    catch (const Poco::Util::OptionException& e)
    {
        throw UsageError(e.displayText() + "; see --help");
    }
    if (options.tasks.empty()) options.tasks = shippedFiles() + "/tasks";
    if (options.apps.empty()) options.apps = shippedFiles() + "/apps";
    return options;
}

std::string helpText()
{
    const OptionSet set = optionSet();
    Poco::Util::HelpFormatter formatter(set);
    formatter.setUnixStyle(true);
    formatter.setWidth(110);
    formatter.setCommand("flyte-webhook-sandbox");
    formatter.setUsage("[OPTION]...");
    formatter.setHeader("A small control plane on this machine, for trying out Flyte Webhook and for tests. It is not for production: it "
                        "executes the declared commands as local processes, and believes anybody to be who they say they are.");
    std::ostringstream text;
    formatter.format(text);
    return text.str();
}

std::string shippedFiles()
{
    std::error_code error;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    const auto installed = folder.parent_path() / "share/flyte-webhook/conf/sandbox";
    return folder.filename() == "bin" && std::filesystem::is_directory(installed, error) ? installed.string() : FLYTE_WEBHOOK_SANDBOX_FILES;
}

} // namespace flyte_webhook::sandbox
