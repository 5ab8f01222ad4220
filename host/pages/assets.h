#pragma once
#include "pages/asset.h"

namespace flyte_webhook::host
{

/// What the host's own pages load, below /docs. Made at build time of assets/files.mjs.
const std::vector<Asset>& assets();

} // namespace flyte_webhook::host
