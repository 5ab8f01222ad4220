#pragma once
#include <flyte_webhook/flyte/client.h>

namespace flyteidl2::imagebuilder
{
class ImageSpec;
}

namespace flyte_webhook::build
{

/// The registered task that builds images. Thread: any.
class Builder
{
public:
    Builder(std::shared_ptr<flyte::Client> client, flyte::TaskName name) : _client(std::move(client)), _name(std::move(name)) {}

    /// The plugin's setting `task`; throws std::invalid_argument when it names none.
    static flyte::TaskName configuredTask(Plugin& plugin);

    /// Its newest version; throws NotImplemented when there is none: images cannot be built here.
    flyte::Task find(const Request& request) const;

    /// Whether the image, "name:tag", is there already.
    bool hasBuilt(const Request& request, const std::string& image) const;

    /// Stores the specification, starts a run of the task that builds the image from it, and gives the run's name.
    std::string start(const Request& request, const flyte::Task& task, const flyteidl2::imagebuilder::ImageSpec& spec,
                      const std::string& image) const;

    std::string url(const std::string& run) const { return _client->console().run(_client->place(), run); }

private:
    flyteidl2::task::Inputs inputs(const flyte::Task& task, const std::string& spec, const std::string& image) const;

    std::shared_ptr<flyte::Client> _client;
    flyte::TaskName _name;
};

} // namespace flyte_webhook::build
