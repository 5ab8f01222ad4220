#include "sandbox/services/run_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox/services/run_inputs.h"
#include "sandbox/services/run_messages.h"
#include <algorithm>

using namespace flyteidl2::workflow;
using flyteidl2::common::RunIdentifier;
using flyteidl2::task::Inputs;
using flyteidl2::task::TaskIdentifier;
using flyteidl2::task::TaskSpec;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t longestName = 30;

/// A DNS label as RFC 1035 has it.
bool isRunName(const std::string& name)
{
    const auto isLower = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && name.size() <= longestName && isLower(name.front()) && name.back() != '-' &&
           std::all_of(name.begin(), name.end(), [&](char c) { return isLower(c) || isDigit(c) || c == '-'; });
}

void checkRunName(const std::string& name)
{
    if (!isRunName(name))
        throw RpcError(Code::InvalidArgument, "`" + name +
                                                  "` cannot be the name of a run: it has 1 to 30 lower-case letters, digits and -, "
                                                  "begins with a letter and does not end with -");
}

/// Where the run goes and whom the caller's organisation names.
NewRun placeOf(const CreateRunRequest& request)
{
    NewRun run;
    if (request.has_run_id())
    {
        const RunIdentifier& id = request.run_id();
        checkRunName(id.name());
        run.name = {id.project(), id.domain(), id.name()};
        run.org = id.org();
    }
    else if (request.has_project_id())
    {
        run.name = {request.project_id().name(), request.project_id().domain(), {}};
        run.org = request.project_id().organization();
    }
    else
        throw RpcError(Code::InvalidArgument, "the run's place is missing: send project_id, or run_id");
    return run;
}

TaskIdentifier idOf(const flyteidl2::core::Identifier& given)
{
    TaskIdentifier id;
    id.set_project(given.project());
    id.set_domain(given.domain());
    id.set_name(given.name());
    id.set_version(given.version());
    return id;
}

TaskSpec declaredSpec(const TaskSet& tasks, const TaskIdentifier& id)
{
    if (const Task* task = tasks.find(id)) return task->spec;
    throw RpcError(Code::NotFound,
                   "there is no task " + id.domain() + "/" + id.project() + "/" + id.name() + " with version " + id.version());
}

std::string serialOf(const Run& run, const TaskSpec& spec)
{
    return spec.task_template().metadata().cache_serializable() ? run.cacheKey : std::string();
}

} // namespace

CreateRunResponse RunAnswers::create(const CreateRunRequest& request, const Caller& caller)
{
    NewRun accepted = placeOf(request);
    checkProject(_tasks, accepted.name.project);
    const TaskSpec spec = specOf(request);
    const Inputs inputs = completeInputs(inputsOf(request), spec);
    accepted.taskProject = spec.task_template().id().project();
    accepted.taskDomain = spec.task_template().id().domain();
    accepted.task = spec.task_template().id().name();
    accepted.version = spec.task_template().id().version();
    accepted.startedBy = caller.subject;
    accepted.taskSpec = spec.SerializeAsString();
    accepted.runSpec = request.run_spec().SerializeAsString();
    accepted.inputs = inputs.SerializeAsString();
    accepted.cacheKey = cacheKeyOf(inputs, spec);
    CreateRunResponse response;
    try
    {
        const Run run = _store.create(accepted);
        _supervisor.submit(run.number, serialOf(run, spec));
        *response.mutable_run() = runMessage(run);
    }
    catch (const RunNameTaken& e)
    {
        throw RpcError(Code::AlreadyExists, e.what());
    }
    return response;
}

TaskSpec RunAnswers::specOf(const CreateRunRequest& request) const
{
    if (request.has_task_id()) return declaredSpec(_tasks, request.task_id());
    if (request.has_trigger_name()) throw RpcError(Code::Unimplemented, "a run is started by naming its task, not a trigger: send task_id");
    if (!request.has_task_spec()) throw RpcError(Code::InvalidArgument, "the task is missing: send task_id, or task_spec");
    TaskSpec spec = request.task_spec();
    const TaskSpec declared = declaredSpec(_tasks, idOf(spec.task_template().id()));
    *spec.mutable_task_template()->mutable_container()->mutable_command() = declared.task_template().container().command();
    *spec.mutable_task_template()->mutable_interface() = declared.task_template().interface();
    *spec.mutable_task_template()->mutable_security_context() = declared.task_template().security_context();
    return spec;
}

Inputs RunAnswers::inputsOf(const CreateRunRequest& request) const
{
    if (!request.has_offloaded_input_data()) return request.inputs();
    const auto uploaded = _store.inputs(request.offloaded_input_data().uri());
    Inputs inputs;
    if (!uploaded || !inputs.ParseFromString(*uploaded))
        throw RpcError(Code::InvalidArgument,
                       "there are no uploaded inputs at " + request.offloaded_input_data().uri() + ": upload them by UploadInputs");
    return inputs;
}

GetRunDetailsResponse RunAnswers::details(const GetRunDetailsRequest& request) const
{
    GetRunDetailsResponse response;
    *response.mutable_details() = detailsMessage(findRun(_store, request.run_id()));
    return response;
}

AbortRunResponse RunAnswers::abort(const AbortRunRequest& request, const Caller& caller)
{
    const Run run = findRun(_store, request.run_id());
    const std::string reason = request.has_reason() ? request.reason() : "aborted by " + caller.subject;
    if (_store.abort(run.number, reason, caller.subject)) _supervisor.end(run.number);
    return {};
}

Run findRun(const RunStore& store, const RunIdentifier& id)
{
    auto run = store.find(RunName{id.project(), id.domain(), id.name()});
    if (!run) throw RpcError(Code::NotFound, "there is no run " + id.domain() + "/" + id.project() + "/" + id.name());
    return std::move(*run);
}

void checkProject(const TaskSet& tasks, const std::string& project)
{
    if (!tasks.hasProject(project)) throw RpcError(Code::NotFound, "there is no project `" + project + "`");
}

} // namespace flyte_webhook::sandbox
