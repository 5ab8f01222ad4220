#pragma once
#include <cstddef>
#include <flyte_webhook/abi.h>

namespace flyte_webhook::host
{

/// The size that a table of the plugin's has at the least: its size in version 1.0 of the interface. A plugin of that version has tables of
/// that size for ever, whatever is added at their ends, so a field that came later is only looked at behind a look at `size`.
template <typename Table> constexpr std::size_t firstSize = 0;

template <> inline constexpr std::size_t firstSize<fw_parameter> = offsetof(fw_parameter, schema) + sizeof(fw_const);
template <> inline constexpr std::size_t firstSize<fw_reply> = offsetof(fw_reply, schema) + sizeof(fw_const);
template <> inline constexpr std::size_t firstSize<fw_guard> = offsetof(fw_guard, self_refusal) + sizeof(fw_const);
template <> inline constexpr std::size_t firstSize<fw_endpoint> = offsetof(fw_endpoint, role);
template <> inline constexpr std::size_t firstSize<fw_setting> = offsetof(fw_setting, schema) + sizeof(fw_const);
template <> inline constexpr std::size_t firstSize<fw_metric> = offsetof(fw_metric, bucket_count) + sizeof(std::size_t);
template <> inline constexpr std::size_t firstSize<fw_plugin_table> = offsetof(fw_plugin_table, handle) + sizeof(fw_plugin_table::handle);

/// Whether a table holds all that version 1.0 has.
template <typename Table> bool isWhole(const Table& table)
{
    static_assert(firstSize<Table> != 0, "the table's size in version 1.0 must be known");
    return table.size >= firstSize<Table>;
}

} // namespace flyte_webhook::host
