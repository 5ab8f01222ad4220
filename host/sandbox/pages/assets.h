#pragma once
#include "pages/asset.h"

namespace flyte_webhook::sandbox
{

/// What the pages load. Made at build time of assets/files.mjs.
const std::vector<host::Asset>& assets();

/// Below which path it lies.
constexpr std::string_view assetsTop = "/assets";

} // namespace flyte_webhook::sandbox
