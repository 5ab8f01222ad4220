#include "sandbox/modes/dockerfile.h"
#include "base/shell_word.h"
#include "sandbox/base/utf8.h"
#include "sandbox/uploads/upload.h"
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

using namespace flyteidl2::imagebuilder;

namespace flyte_webhook::sandbox
{
namespace
{

using Texts = google::protobuf::RepeatedPtrField<std::string>;
using Secrets = google::protobuf::RepeatedPtrField<flyteidl2::core::Secret>;

/// A text that stays within its line.
const std::string& checked(const std::string& text, const char* what)
{
    const bool hasControl = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (text.empty() || hasControl || !isUtf8(text))
        throw std::runtime_error(std::string("the image's specification has ") + what + " that is empty or holds a control character");
    return text;
}

/// A text that is one word in a line of Dockerfile.
const std::string& word(const std::string& text, const char* what)
{
    if (checked(text, what).find(' ') != std::string::npos)
        throw std::runtime_error(std::string("the image's specification has ") + what + " with a blank: `" + text + "`");
    return text;
}

/// One word for the shell of a RUN line; plain names stay as they are.
std::string quoted(const std::string& text)
{
    const auto isPlain = [](unsigned char c)
    { return std::isalnum(c) || std::string_view("._-+=:/,@").find(static_cast<char>(c)) != std::string_view::npos; };
    if (std::all_of(text.begin(), text.end(), isPlain)) return text;
    return host::shellWord(text);
}

std::string quotedAll(const Texts& texts, const char* what)
{
    std::string all;
    for (const auto& text : texts) all += " " + quoted(checked(text, what));
    return all;
}

std::string mounts(const Secrets& secrets)
{
    std::string all;
    for (const auto& secret : secrets) all += "--mount=type=secret,id=" + word(secret.key(), "a secret") + " ";
    return all;
}

/// One platform is the image's; of several, the one that is built at the time.
std::string fromLine(const ImageSpec& spec)
{
    std::string platform;
    if (spec.platform_size() == 1) platform = "--platform=" + word(spec.platform(0), "a platform") + " ";
    if (spec.platform_size() > 1) platform = "--platform=$TARGETPLATFORM ";
    return "FROM " + platform + word(spec.base_image(), "a base image") + "\n";
}

std::string header(const ImageSpec& spec)
{
    std::string text;
    if (spec.platform_size() > 1)
    {
        text += "# Platforms:";
        for (const auto& platform : spec.platform()) text += " " + word(platform, "a platform");
        text += "\n";
    }
    return text;
}

std::string aptLine(const AptPackages& apt)
{
    return "RUN " + mounts(apt.secret_mounts()) + "apt-get update && apt-get install -y --no-install-recommends" +
           quotedAll(apt.packages(), "a Debian package") + " && rm -rf /var/lib/apt/lists/*\n";
}

std::string pipLine(const PipPackages& pip, const std::string& python)
{
    const PipOptions& options = pip.options();
    std::string line = "RUN " + mounts(pip.secret_mounts()) + "python" + (python.empty() ? "3" : word(python, "a Python version")) +
                       " -m pip install --no-cache-dir";
    if (!options.index_url().empty()) line += " --index-url " + quoted(checked(options.index_url(), "an index"));
    for (const auto& url : options.extra_index_urls()) line += " --extra-index-url " + quoted(checked(url, "an index"));
    if (options.pre()) line += " --pre";
    if (!options.extra_args().empty()) line += " " + checked(options.extra_args(), "arguments for pip");
    return line + quotedAll(pip.packages(), "a Python package") + "\n";
}

std::string lineOf(const Layer& layer, const std::string& python)
{
    switch (layer.layer_case())
    {
    case Layer::kAptPackages: return aptLine(layer.apt_packages());
    case Layer::kPipPackages: return pipLine(layer.pip_packages(), python);
    default:
        throw std::runtime_error("the image's specification has a layer of a kind that the sandbox does not know: it knows apt and pip");
    }
}

/// The file of an address; addresses of anything that was not uploaded are none.
std::string fileOf(const std::string& address, const std::string& folder)
{
    const std::string scheme = uploadScheme;
    const std::string path = address.substr(std::min(scheme.size(), address.size()));
    if (address.rfind(scheme, 0) != 0 || ("/" + path + "/").find("/../") != std::string::npos)
        throw std::runtime_error("`" + address + "` is no address of an uploaded file; these begin with " + scheme);
    return folder + "/" + path;
}

ImageSpec specAt(const std::string& address, const std::string& folder)
{
    std::ifstream file(fileOf(address, folder), std::ios::binary);
    if (!file) throw std::runtime_error("nothing was uploaded to " + address);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    ImageSpec spec;
    if (!spec.ParseFromString(bytes)) throw std::runtime_error("what was uploaded to " + address + " is no specification of an image");
    return spec;
}

} // namespace

std::string dockerfileOf(const ImageSpec& spec)
{
    std::string text = header(spec) + fromLine(spec);
    for (const auto& layer : spec.layers()) text += lineOf(layer, spec.python_version());
    return text;
}

int printDockerfile(const std::vector<std::string>& arguments)
{
    if (arguments.size() != 2) throw std::runtime_error("--dockerfile-of takes the address of a specification and the folder of uploads");
    std::cout << dockerfileOf(specAt(arguments[0], arguments[1])) << std::flush;
    return 0;
}

} // namespace flyte_webhook::sandbox
