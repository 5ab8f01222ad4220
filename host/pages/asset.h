#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// A file that pages load. Its bytes are part of the program; assets/pack.mjs makes them so. Any thread.
struct Asset
{
    std::string_view name;
    std::string_view type; ///< its content type
    std::string_view hash; ///< of its bytes, in hexadecimal digits
    std::string_view gzip, brotli;
};

/// Where one of them is served: below `top`, with its hash, so that what a client has is right for ever. Throws std::out_of_range when
/// there is none of that name.
std::string assetPath(const std::vector<Asset>& assets, std::string_view top, std::string_view name);

} // namespace flyte_webhook::host
