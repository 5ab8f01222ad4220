#pragma once
#include "image_wish.h"

namespace flyteidl2::imagebuilder
{
class ImageSpec;
}

namespace flyte_webhook::build
{

/// What the image builder reads: base image, versions, and a layer for each kind of packages, apt before pip.
flyteidl2::imagebuilder::ImageSpec toSpec(const ImageWish& wish);

/// The tag of the image that is built from the specification: the same for the same one, wherever and whenever it is asked for, and
/// whatever order its packages and platforms stand in. Two that differ have different tags.
std::string tagOf(const flyteidl2::imagebuilder::ImageSpec& spec);

} // namespace flyte_webhook::build
