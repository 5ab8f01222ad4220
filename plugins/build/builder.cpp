#include "builder.h"
#include <flyte_webhook/flyte/values.h>
#include <flyteidl2/imagebuilder/definition.pb.h>
#include <flyteidl2/task/common.pb.h>

namespace flyte_webhook::build
{

flyte::TaskName Builder::configuredTask(Plugin& plugin)
{
    return flyte::TaskName::ofSetting(
        "task", plugin.setting<std::string>("task", "system/production/build-image",
                                            "the registered task that builds images, project/domain/name; its newest version is run"));
}

flyte::Task Builder::find(const Request& request) const
{
    const auto place = _client->place().in(_name.project, _name.domain);
    try
    {
        return _client->tasks(request).find(place, _name.name, {}, flyte::Tasks::Details::Kept);
    }
    catch (const NotFound& e)
    {
        throw NotImplemented("The image builder is not enabled: there is no task " + _name.text(), e.cause());
    }
}

bool Builder::hasBuilt(const Request& request, const std::string& image) const
{
    return _client->images(request).has(_client->place(), image);
}

std::string Builder::start(const Request& request, const flyte::Task& task, const flyteidl2::imagebuilder::ImageSpec& spec,
                           const std::string& image) const
{
    const auto stored = _client->uploads(request).store(_client->place(), "spec.pb", spec.SerializeAsString());
    flyteidl2::task::RunSpec runSpec;
    runSpec.mutable_cache_config()->set_cache_lookup_scope(flyteidl2::task::CACHE_LOOKUP_SCOPE_PROJECT_DOMAIN);
    return _client->launcher(request).start(_client->place(), task.id, inputs(task, stored, image), runSpec).name;
}

flyteidl2::task::Inputs Builder::inputs(const flyte::Task& task, const std::string& spec, const std::string& image) const
{
    rapidjson::Document given(rapidjson::kObjectType);
    const auto add = [&](const char* name, const std::string& value)
    { given.AddMember(rapidjson::StringRef(name), rapidjson::Value(value, given.GetAllocator()), given.GetAllocator()); };
    add("spec", spec);
    add("context", {}); // an image is built from packages alone, so there are no files to go with it
    add("target_image", image);
    try
    {
        return flyte::toInputs(task.details->spec(), given);
    }
    catch (const InvalidArgument& e)
    {
        throw NotImplemented("The task " + _name.text() + " cannot be used as the image builder: " + e.what());
    }
}

} // namespace flyte_webhook::build
