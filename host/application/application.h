#pragma once
#include "application/options.h"
#include <Poco/Util/Application.h>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The program: its options and its way from start to end. Thread: the main one.
class WebhookApplication final : public Poco::Util::Application
{
public:
    WebhookApplication();

    /// Takes the command line. Throws Poco::Util::OptionException with a sentence for the user.
    void takeArguments(int argc, char** argv) { init(argc, argv); }

protected:
    void initialize(Poco::Util::Application&) override {} // the configuration is our own, so Poco's is not loaded
    void defineOptions(Poco::Util::OptionSet& options) override;
    void handleOption(const std::string& name, const std::string& value) override;
    int main(const std::vector<std::string>& arguments) override;

private:
    int perform(const std::vector<std::string>& arguments);
    int written(int status) const;
    int printHelp() const;
    int printVersion() const;

    Options _options;
};

} // namespace flyte_webhook::host
