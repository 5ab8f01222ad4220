#include <flyte_webhook/flyte/tasks.h>
#include <flyte_webhook/flyte/unary.h>
#include <flyte_webhook/view/task.pb.h>
#include <flyteidl2/task/task_service.pb.h>

namespace flyte_webhook::flyte
{

namespace
{

[[noreturn]] void notFound(const Place& place, const std::string& name, const std::string& asked, const std::string& cause)
{
    throw NotFound("Task " + name + " with version " + (asked.empty() ? "latest" : asked) + " in " + place.domain + "/" + place.project +
                       " not found",
                   cause);
}

flyteidl2::task::ListTasksRequest newestOf(const Place& place, const std::string& name)
{
    flyteidl2::task::ListTasksRequest request;
    *request.mutable_project_id() = place.projectId();
    auto& list = *request.mutable_request();
    list.set_limit(1);
    list.mutable_sort_by()->set_key("created_at");
    list.mutable_sort_by()->set_direction(flyteidl2::common::Sort::DESCENDING);
    auto& filter = *list.add_filters();
    filter.set_function(flyteidl2::common::Filter::EQUAL);
    filter.set_field("name");
    filter.add_values(name);
    return request;
}

/// What tells kept details apart. The caller comes last: it may hold any bytes, the names hold no NUL.
std::string keyOf(const flyteidl2::task::TaskIdentifier& id, std::string_view caller)
{
    std::string key;
    for (const auto* part : {&id.org(), &id.project(), &id.domain(), &id.name(), &id.version()}) (key += *part) += '\0';
    return key.append(caller);
}

} // namespace

Task Tasks::find(const Place& place, const std::string& name, const std::string& version, Details details) const
{
    Task task;
    task.id.set_org(place.org);
    task.id.set_project(place.project);
    task.id.set_domain(place.domain);
    task.id.set_name(name);
    task.id.set_version(version.empty() ? newestVersion(place, name) : version);
    if (details == Details::Kept)
        if (auto kept = _cache.find(keyOf(task.id, _caller))) task.details = *std::move(kept);
    task.kept = task.details != nullptr;
    if (task.kept) return task;
    task.details = read(task.id, version);
    keep(task);
    return task;
}

void Tasks::refresh(Task& task) const
{
    task.details = read(task.id, task.id.version());
    task.kept = false;
    keep(task);
}

void Tasks::forget(const Task& task) const { _cache.forget(keyOf(task.id, _caller)); }

void Tasks::keep(const Task& task) const
{
    constexpr std::size_t inMemory = 4; // a message takes about so many times the bytes that it is sent as
    const auto key = keyOf(task.id, _caller);
    _cache.store(key, task.details, TaskCache::Clock::now(), inMemory * (task.details->ByteSizeLong() + key.size()));
}

std::string Tasks::newestVersion(const Place& place, const std::string& name) const
{
    view::task::ListTasksResponse reply;
    try
    {
        call(_controlPlane, {"flyteidl2.task.TaskService/ListTasks", "Looking for the newest version of the task " + name, true},
             newestOf(place, name), reply);
    }
    catch (const CallError& e)
    {
        if (e.code() == Code::NotFound) notFound(place, name, {}, e.message());
        throw;
    }
    if (reply.tasks().empty() || reply.tasks(0).task_id().name() != name) notFound(place, name, {}, "ListTasks knows no such name");
    return reply.tasks(0).task_id().version();
}

std::shared_ptr<const flyteidl2::task::TaskDetails> Tasks::read(const flyteidl2::task::TaskIdentifier& id, const std::string& asked) const
{
    flyteidl2::task::GetTaskDetailsRequest request;
    *request.mutable_task_id() = id;
    flyteidl2::task::GetTaskDetailsResponse reply;
    try
    {
        call(_controlPlane, {"flyteidl2.task.TaskService/GetTaskDetails", "Reading the task " + id.name(), true}, request, reply);
    }
    catch (const CallError& e)
    {
        if (e.code() == Code::NotFound) notFound({id.org(), id.project(), id.domain()}, id.name(), asked, e.message());
        throw;
    }
    return std::make_shared<flyteidl2::task::TaskDetails>(std::move(*reply.mutable_details()));
}

} // namespace flyte_webhook::flyte
