#pragma once
#include <string_view>

namespace flyte_webhook::host
{

/// Where the host's own pages lie.
namespace page_paths
{
constexpr std::string_view document = "/openapi.json", docs = "/docs", redoc = "/redoc", root = "/";
} // namespace page_paths

/// Whether no plugin may have an endpoint at that path.
bool isReserved(std::string_view path) noexcept;

} // namespace flyte_webhook::host
