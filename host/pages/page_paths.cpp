#include "page_paths.h"

namespace flyte_webhook::host
{

namespace
{

bool liesAtOrBelow(std::string_view path, std::string_view top) noexcept
{
    return path.substr(0, top.size()) == top && (path.size() == top.size() || path[top.size()] == '/');
}

} // namespace

bool isReserved(std::string_view path) noexcept
{
    return path == page_paths::document || liesAtOrBelow(path, page_paths::docs) || liesAtOrBelow(path, page_paths::redoc);
}

} // namespace flyte_webhook::host
