#include "prefetch_hf_model.h"
#include "model_inputs.h"
#include "task_overrides.h"
#include <flyte_webhook/flyte/failures.h>
#include <flyte_webhook/flyte/phase.h>
#include <flyteidl2/task/common.pb.h>

namespace flyte_webhook::prefetch
{

namespace
{

const std::string schema = std::string(R"({"type":"object","required":["name","url","phase","done"],"properties":{
    "name":{"type":"string","description":"the run's name"},
    "url":{"type":"string","format":"uri","description":"the run's page in the console"},
    "phase":)") + flyte::phaseSchema +
                           R"(,"done":{"type":"boolean","description":"nothing will happen any more"}},
    "examples":[{"name":"run-1","url":"https://acme.hosted.example.com/v2/domain/development/project/flytesnacks/runs/run-1","phase":"queued","done":false}]})";

/// The task as it was registered, but for what the caller may choose.
flyteidl2::task::TaskSpec specFor(const ModelWish& wish, const flyteidl2::task::TaskSpec& registered)
{
    auto spec = registered;
    auto& task = *spec.mutable_task_template();
    overrideResources(task, wish.resources);
    overrideToken(*task.mutable_security_context(), wish.tokenKey);
    return spec;
}

flyteidl2::task::RunSpec runSpecFor(const ModelWish& wish)
{
    flyteidl2::task::RunSpec spec;
    if (const auto label = wish.label(); !label.empty()) (*spec.mutable_labels()->mutable_values())["model"] = label;
    spec.set_overwrite_cache(wish.force);
    if (wish.force) spec.mutable_cache_config()->set_overwrite_cache(true);
    return spec;
}

} // namespace

void PrefetchHfModel::describe(Endpoint& endpoint)
{
    endpoint.post("prefetch_hf_model", "/prefetch/hf-model")
        .summary("Fetches a model from Hugging Face into the control plane's storage")
        .description("A run of the registered prefetch task is started and answered at once; ask for it to see how far it has come. Its "
                     "output is where the model lies.");
    ModelWish::describe(endpoint);
    flyte::Place::describeQuery(endpoint)
        .reply(200, "the run", schema)
        .failure(400, "a parameter was given that the registered task does not take")
        .failure(404, "there is no such project")
        .failure(429, "the control plane takes no more runs at present")
        .failure(501, "there is no prefetch task at this control plane");
    flyte::describeFailures(endpoint);
}

void PrefetchHfModel::handle(Request& request, Reply& reply)
{
    const auto wish = ModelWish::of(request);
    const auto task = findTask(request);
    auto inputs = toInputs(wish, task.details->spec(), _task.text());
    const auto spec = specFor(wish, task.details->spec());
    const auto place = _client->place().of(request);
    const auto run = _client->launcher(request).start(place, {task.id, spec}, std::move(inputs), runSpecFor(wish));
    reply.json()
        .field("name", run.name)
        .field("url", _client->console().run(place, run.name))
        .field("phase", flyte::phaseName(run.phase))
        .field("done", flyte::isDone(run.phase));
}

flyte::Task PrefetchHfModel::findTask(const Request& request) const
{
    try
    {
        // Fresh, because it is sent by value: a kept one might be of a deployment that is no more.
        return _client->tasks(request).find(_client->place().in(_task.project, _task.domain), _task.name, {}, flyte::Tasks::Details::Fresh);
    }
    catch (const NotFound& e)
    {
        throw NotImplemented("Prefetching is not enabled: there is no task " + _task.text(), e.cause());
    }
}

} // namespace flyte_webhook::prefetch
