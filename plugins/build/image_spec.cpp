#include "image_spec.h"
#include <Poco/SHA2Engine.h>
#include <flyteidl2/imagebuilder/definition.pb.h>
#include <set>

namespace flyte_webhook::build
{

namespace
{

using flyteidl2::imagebuilder::ImageSpec;

constexpr std::size_t tagLength = 32; // 128 bits

void add(const std::vector<std::string>& from, google::protobuf::RepeatedPtrField<std::string>& to) { to.Add(from.begin(), from.end()); }

/// A text that is digested: lines, since no value holds a line's end. Not the message's bytes, which may differ between versions of
/// protobuf.
class Lines
{
public:
    void add(const char* key, const std::string& value) { (((_text += key) += ' ') += value) += '\n'; }

    template <typename Values> void addSorted(const char* key, const Values& values)
    {
        for (const auto& value : std::set<std::string>(values.begin(), values.end())) add(key, value);
    }

    const std::string& text() const { return _text; }

private:
    std::string _text;
};

} // namespace

ImageSpec toSpec(const ImageWish& wish)
{
    ImageSpec spec;
    spec.set_base_image(wish.baseImage.value_or("ghcr.io/flyteorg/flyte:py" + wish.pythonVersion + "-v" + wish.flyteVersion));
    spec.set_python_version(wish.pythonVersion);
    if (wish.aptPackages && !wish.aptPackages->empty())
        add(*wish.aptPackages, *spec.add_layers()->mutable_apt_packages()->mutable_packages());
    if (wish.pipPackages && !wish.pipPackages->empty())
    {
        auto& pip = *spec.add_layers()->mutable_pip_packages();
        add(*wish.pipPackages, *pip.mutable_packages());
        if (wish.prereleases) pip.mutable_options()->set_pre(true);
    }
    if (wish.platforms) add(*wish.platforms, *spec.mutable_platform());
    return spec;
}

std::string tagOf(const ImageSpec& spec)
{
    Lines lines;
    lines.add("base", spec.base_image());
    lines.add("python", spec.python_version());
    for (const auto& layer : spec.layers())
    {
        lines.addSorted("apt", layer.apt_packages().packages());
        lines.addSorted("pip", layer.pip_packages().packages());
        if (layer.pip_packages().options().pre()) lines.add("pre", "true");
    }
    lines.addSorted("platform", spec.platform());
    Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
    engine.update(lines.text());
    return Poco::DigestEngine::digestToHex(engine.digest()).substr(0, tagLength);
}

} // namespace flyte_webhook::build
