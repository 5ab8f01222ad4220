#include "status_mapping.h"
#include <array>

namespace flyte_webhook::host
{
namespace
{

struct Row
{
    const char* name;
    int http;
};

/// By code, 0 to 16.
constexpr std::array<Row, 17> rows{{{"ok", 200},
                                    {"cancelled", 502},
                                    {"unknown", 502},
                                    {"invalid_argument", 400},
                                    {"deadline_exceeded", 504},
                                    {"not_found", 404},
                                    {"already_exists", 409},
                                    {"permission_denied", 403},
                                    {"resource_exhausted", 429},
                                    {"failed_precondition", 409},
                                    {"aborted", 409},
                                    {"out_of_range", 400},
                                    {"unimplemented", 501},
                                    {"internal", 502},
                                    {"unavailable", 503},
                                    {"data_loss", 502},
                                    {"unauthenticated", 401}}};

const Row& rowOf(int grpcCode) noexcept
{
    const auto known = grpcCode >= 0 && grpcCode < static_cast<int>(rows.size());
    return rows[known ? static_cast<std::size_t>(grpcCode) : 2];
}

} // namespace

int httpStatus(int grpcCode) noexcept { return rowOf(grpcCode).http; }

const char* grpcCodeName(int grpcCode) noexcept { return rowOf(grpcCode).name; }

} // namespace flyte_webhook::host
