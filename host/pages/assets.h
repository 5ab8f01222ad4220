#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// A file that pages load. Its bytes are part of the program. Any thread.
struct Asset
{
    std::string_view name;
    std::string_view type; ///< its content type
    std::string_view hash; ///< of its bytes, in hexadecimal digits
    std::string_view gzip, brotli;
};

/// All of them. Made at build time, see assets/pack.mjs.
const std::vector<Asset>& assets();

/// Where an asset is served: below /docs, with its hash, so that what a client has is right for ever. Throws std::out_of_range when there
/// is none of that name.
std::string assetPath(std::string_view name);

} // namespace flyte_webhook::host
