#include "build_image.h"
#include "image_spec.h"
#include <flyte_webhook/flyte/failures.h>
#include <flyteidl2/imagebuilder/definition.pb.h>

namespace flyte_webhook::build
{

namespace
{

constexpr auto schema = R"({"type":"object",
    "required":["image_build_run_url","image_name","base_image","pip_packages","apt_packages","image_build_run_name"],"properties":{
    "image_build_run_url":{"type":["string","null"],"format":"uri","description":"the run's page in the console; null when the image is there already"},
    "image_name":{"type":["string","null"],"description":"as it was asked for"},
    "base_image":{"type":"string","description":"as it was asked for; flyte-debian-base stands for Flyte's own"},
    "pip_packages":{"type":["array","null"],"items":{"type":"string"}},
    "apt_packages":{"type":["array","null"],"items":{"type":"string"}},
    "image_build_run_name":{"type":["string","null"],"description":"the name of the run that builds the image"}},
    "examples":[{"image_build_run_url":"https://acme.hosted.example.com/v2/domain/production/project/system/runs/run-1","image_name":"reports",
        "base_image":"flyte-debian-base","pip_packages":["pandas"],"apt_packages":null,"image_build_run_name":"run-1"}]})";

void write(JsonObject& json, const char* key, const ImageWish::List& list)
{
    if (!list)
    {
        json.field(key, nullptr);
        return;
    }
    auto array = json.array(key);
    for (const auto& text : *list) array.add(text);
}

} // namespace

void BuildImage::describe(Endpoint& endpoint)
{
    endpoint.post("build_image", "/build-image")
        .summary("Builds a container image")
        .description("An image's tag follows from what it is built from, so the same wish twice builds it once. The run is answered at "
                     "once; ask for it to see how far it has come.");
    ImageWish::describe(endpoint)
        .reply(200, "the run that builds the image, or none when it is there already", schema)
        .failure(404, "there is no such project")
        .failure(429, "the control plane takes no more runs at present")
        .failure(501, "the image builder is not enabled at this control plane");
    flyte::describeFailures(endpoint);
}

void BuildImage::handle(Request& request, Reply& reply)
{
    const auto wish = ImageWish::of(request, _defaults);
    const auto builder = _builder.find(request);
    const auto spec = toSpec(wish);
    const auto image = wish.name.value_or("flyte") + ":" + tagOf(spec);
    std::optional<std::string> run, url;
    if (!_builder.hasBuilt(request, image))
    {
        run = _builder.start(request, builder, spec, image);
        url = _builder.url(*run);
    }
    auto& json = reply.json();
    json.field("image_build_run_url", url).field("image_name", wish.name).field("base_image", wish.baseImage.value_or("flyte-debian-base"));
    write(json, "pip_packages", wish.pipPackages);
    write(json, "apt_packages", wish.aptPackages);
    json.field("image_build_run_name", run);
}

} // namespace flyte_webhook::build
