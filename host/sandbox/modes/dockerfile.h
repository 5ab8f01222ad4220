#pragma once
#include <flyteidl2/imagebuilder/definition.pb.h>
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// The Dockerfile that an image's specification means. Throws std::runtime_error when it means none.
std::string dockerfileOf(const flyteidl2::imagebuilder::ImageSpec& spec);

/// Prints the Dockerfile of an uploaded specification. Arguments: its address, and the folder of uploads.
int printDockerfile(const std::vector<std::string>& arguments);

} // namespace flyte_webhook::sandbox
