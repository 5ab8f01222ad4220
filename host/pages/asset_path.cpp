#include "pages/asset.h"
#include <algorithm>
#include <stdexcept>

namespace flyte_webhook::host
{

std::string assetPath(const std::vector<Asset>& assets, std::string_view top, std::string_view name)
{
    const auto found = std::find_if(assets.begin(), assets.end(), [&](const Asset& asset) { return asset.name == name; });
    if (found == assets.end()) throw std::out_of_range("there is no asset " + std::string(name));
    return std::string(top) + "/" + std::string(found->hash) + "/" + std::string(name);
}

} // namespace flyte_webhook::host
