#include "application.h"
#include "application/runner.h"
#include "plugins/host_table.h"
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/OptionException.h>
#include <flyte_webhook/plugin/bytes.h>
#include <iostream>

namespace flyte_webhook::host
{

using Poco::Util::Option;

WebhookApplication::WebhookApplication() { setUnixOptions(true); }

void WebhookApplication::defineOptions(Poco::Util::OptionSet& options)
{
    options.addOption(Option("config", "c", "the configuration file; default /etc/flyte-webhook/flyte-webhook.ini").argument("FILE"));
    options.addOption(
        Option("set", "s", "set one key, over files and environment; may be repeated").repeatable(true).argument("SECTION.KEY=VALUE"));
    options.addOption(Option("port-file", "", "write the public listener's port there once it listens").argument("FILE"));
    options.addOption(
        Option("check-config", "", "check the configuration and the plugins, print every error, and end: 0 when there is none"));
    options.addOption(Option("list-plugins", "", "list the installed plugins and their endpoints, broken ones with the reason, and end"));
    options.addOption(
        Option("inspect-plugin", "", "tell what a plugin is and what endpoints it has, or why it cannot be used, and end: 1 then")
            .argument("FILE"));
    options.addOption(
        Option("describe-plugin", "", "the same for programs, on descriptor 3; --inspect-plugin runs it in a process of its own")
            .argument("FILE")
            .repeatable(true));
    options.addOption(Option("print-openapi", "", "print the OpenAPI document of the configuration, as it is served, and end"));
    options.addOption(Option("is-configured", "", "tell whether a control plane is configured, and end: 0 if so, else 1"));
    options.addOption(
        Option("sandbox", "",
               "serve in front of an embedded control plane, for trying out and for tests; unless told otherwise on 127.0.0.1, with no "
               "admin listener"));
    options.addOption(Option("sandbox-dir", "", "with --sandbox: keep its state there; default a temporary folder").argument("DIR"));
    options.addOption(Option("version", "v", "print the version and end"));
    options.addOption(Option("help", "h", "print this and end"));
}

void WebhookApplication::handleOption(const std::string& name, const std::string& value)
{
    const auto& option = options().getOption(name);
    if (option.takesArgument() && value.empty()) // as a shell writes a variable that is not set
        throw Poco::Util::MissingArgumentException(name + " requires " + option.argumentName());
    if (name == "config") _options.config = value;
    if (name == "set") _options.sets.push_back(value);
    if (name == "port-file") _options.portFile = value;
    if (name == "check-config") _options.task = Options::Task::checkConfig;
    if (name == "is-configured") _options.task = Options::Task::isConfigured;
    if (name == "list-plugins") _options.task = Options::Task::listPlugins;
    if (name == "inspect-plugin") _options.task = Options::Task::inspectPlugin;
    if (name == "describe-plugin") _options.task = Options::Task::describePlugin;
    if (name == "print-openapi") _options.task = Options::Task::printOpenApi;
    if (name == "inspect-plugin" || name == "describe-plugin") _options.plugins.push_back(value);
    if (name == "sandbox") _options.sandbox = true;
    if (name == "sandbox-dir") _options.sandboxDirectory = value;
    if (name == "version") _options.task = Options::Task::version;
    if (name == "help") _options.task = Options::Task::help;
    if (name == "help" || name == "version") stopOptionsProcessing();
}

int WebhookApplication::main(const std::vector<std::string>& arguments)
{
    try
    {
        return written(perform(arguments));
    }
    catch (const Poco::Exception& e) // caught here, because Poco's own run() would only log it
    {
        std::cerr << "flyte-webhook: " << e.displayText() << '\n';
    }
    catch (const std::exception& e)
    {
        std::cerr << "flyte-webhook: " << e.what() << '\n';
    }
    return 1;
}

/// What a program reads must not be cut off in silence.
int WebhookApplication::written(int status) const
{
    if (_options.task == Options::Task::serve || std::cout.flush()) return status;
    std::cerr << "flyte-webhook: the output could not be written as a whole; look for a full disk, or a reader that has gone\n";
    return EXIT_FAILURE;
}

int WebhookApplication::perform(const std::vector<std::string>& arguments)
{
    if (_options.task == Options::Task::help) return printHelp();
    if (_options.task == Options::Task::version) return printVersion();
    if (!arguments.empty()) throw Poco::Util::UnknownOptionException("'" + arguments.front() + "': no argument without -- is taken");
    if (!_options.sandboxDirectory.empty() && !_options.sandbox)
        throw Poco::Util::IncompatibleOptionsException("--sandbox-dir goes with --sandbox");
    return Runner(_options).run();
}

int WebhookApplication::printHelp() const
{
    Poco::Util::HelpFormatter formatter(options());
    formatter.setUnixStyle(true);
    formatter.setAutoIndent();
    formatter.setWidth(120);
    formatter.setCommand("flyte-webhook");
    formatter.setUsage("[OPTIONS]");
    formatter.setHeader("\nA small, safe HTTP API in front of a Flyte 2 control plane.\n");
    formatter.format(std::cout);
    return EXIT_OK;
}

int WebhookApplication::printVersion() const
{
    const auto& host = hostTable();
    std::cout << "flyte-webhook " << toView(host.version) << " (plugin interface " << host.major << '.' << host.minor << ")\n";
    return EXIT_OK;
}

} // namespace flyte_webhook::host
