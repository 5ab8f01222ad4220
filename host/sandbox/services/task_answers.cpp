#include "sandbox/services/task_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox/services/task_filter.h"
#include "sandbox/services/timestamps.h"
#include <algorithm>
#include <charconv>

using flyteidl2::common::ListRequest;
using flyteidl2::common::Sort;
using namespace flyteidl2::task;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::uint32_t usualLimit = 50, highestLimit = 200;

using Rows = std::vector<const sandbox::Task*>;

TaskIdentifier idFor(const sandbox::Task& task, const std::string& org)
{
    TaskIdentifier id = task.id;
    id.set_org(org);
    return id;
}

flyteidl2::task::TaskMetadata metadataOf(const sandbox::Task& task)
{
    flyteidl2::task::TaskMetadata metadata;
    metadata.set_short_name(task.spec.short_name());
    metadata.set_environment_name(task.spec.environment().name());
    metadata.set_short_description(task.spec.documentation().short_description());
    setTimestamp(*metadata.mutable_deployed_at(), task.createdAt);
    return metadata;
}

void filter(Rows& rows, const ListRequest& request)
{
    for (const auto& filter : request.filters())
        rows.erase(std::remove_if(rows.begin(), rows.end(), [&](const auto* task) { return !passes(filter, task->id.name()); }),
                   rows.end());
}

void sort(Rows& rows, const Sort& sort)
{
    const bool byName = sort.key() == "name";
    if (!byName && sort.key() != "created_at")
        throw RpcError(Code::InvalidArgument, "cannot sort tasks by `" + sort.key() + "`, only by `created_at` and `name`");
    const auto before = [&](const sandbox::Task* a, const sandbox::Task* b)
    { return byName ? a->id.name() < b->id.name() : a->createdAt < b->createdAt; };
    const bool descending = sort.direction() == Sort::DESCENDING;
    std::stable_sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) { return descending ? before(b, a) : before(a, b); });
}

std::uint32_t limitOf(const ListRequest& request)
{
    if (request.limit() <= highestLimit) return request.limit() == 0 ? usualLimit : request.limit();
    throw RpcError(Code::InvalidArgument,
                   "the limit " + std::to_string(request.limit()) + " is over the highest one, " + std::to_string(highestLimit));
}

std::size_t startOf(const ListRequest& request, std::size_t rows)
{
    std::size_t start = 0;
    const std::string& token = request.token();
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), start);
    if (!token.empty() && (error != std::errc() || end != token.data() + token.size()))
        throw RpcError(Code::InvalidArgument, "the token is none that this server gave");
    return std::min(start, rows);
}

} // namespace

ListTasksResponse TaskAnswers::list(const ListTasksRequest& message) const
{
    if (!message.has_project_id()) throw RpcError(Code::InvalidArgument, "the project_id is missing");
    const auto& place = message.project_id();
    const ListRequest& request = message.request();
    Rows rows = _tasks.newest(place.name(), place.domain());
    ListTasksResponse response;
    response.mutable_metadata()->set_total(static_cast<std::uint32_t>(rows.size()));
    filter(rows, request);
    if (request.has_sort_by()) sort(rows, request.sort_by());
    response.mutable_metadata()->set_filtered_total(static_cast<std::uint32_t>(rows.size()));
    const std::size_t begin = startOf(request, rows.size()), end = std::min(begin + limitOf(request), rows.size());
    for (std::size_t i = begin; i < end; ++i)
    {
        auto& row = *response.add_tasks();
        *row.mutable_task_id() = idFor(*rows[i], place.organization());
        *row.mutable_metadata() = metadataOf(*rows[i]);
    }
    if (end < rows.size()) response.set_token(std::to_string(end));
    return response;
}

GetTaskDetailsResponse TaskAnswers::details(const GetTaskDetailsRequest& request) const
{
    const auto& id = request.task_id();
    const sandbox::Task* task = _tasks.find(id);
    if (!task)
        throw RpcError(Code::NotFound,
                       "there is no task " + id.domain() + "/" + id.project() + "/" + id.name() + " with version " + id.version());
    GetTaskDetailsResponse response;
    auto& details = *response.mutable_details();
    *details.mutable_task_id() = idFor(*task, id.org());
    *details.mutable_metadata() = metadataOf(*task);
    *details.mutable_spec() = task->spec;
    return response;
}

} // namespace flyte_webhook::sandbox
