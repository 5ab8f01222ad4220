#pragma once
#include "builder.h"
#include "image_wish.h"

namespace flyte_webhook::build
{

/// Has an image built, unless it is there already.
class BuildImage final : public Handler
{
public:
    BuildImage(Builder builder, ImageDefaults defaults) : _builder(std::move(builder)), _defaults(std::move(defaults)) {}

    static void describe(Endpoint& endpoint);
    void handle(Request& request, Reply& reply) override;

private:
    const Builder _builder;
    const ImageDefaults _defaults;
};

} // namespace flyte_webhook::build
