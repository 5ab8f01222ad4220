#include "sandbox/sandbox.h"
#include "sandbox/apps/app_set.h"
#include "sandbox/hints.h"

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::chrono::hours uploadLife{24};

SupervisorLimits limitsFrom(const Options& options)
{
    SupervisorLimits limits;
    limits.processes = options.processes;
    return limits;
}

} // namespace

Sandbox::Sandbox(const Options& options)
    : _tasks(TaskSet::load(options.tasks)), _folder(options.folder), _database(_folder.databaseFile()), _store(_database),
      _stopped(_store.failUnfinished(stoppedError)), _supervisor(_store, _guard, _folder.path(), limitsFrom(options)),
      _apps(loadApps(options.apps), _database, _guard, _folder.path()), _triggers(_tasks, _database), _taskAnswers(_tasks),
      _runAnswers(_tasks, _store, _supervisor), _dataAnswers(_tasks, _store), _appAnswers(_apps), _triggerAnswers(_triggers),
      _clock(_triggers, [this](const Trigger& trigger) { start(trigger); }), _uploads(_folder.path()),
      _console(options.httpPort, {_store, _tasks, _apps, _triggers}, _signer, _uploads), _uploadAnswers(_tasks, _signer, _console.url()),
      _imageAnswers(_store),
      _server(options.grpcPort, {_taskAnswers, _runAnswers, _dataAnswers, _appAnswers, _triggerAnswers, _uploadAnswers, _imageAnswers})
{
    _store.forgetInputs(currentTime() - uploadLife);
    _uploads.forget(currentTime() - uploadLife);
}

Sandbox::~Sandbox() = default;

void Sandbox::start(const Trigger& trigger) { _runAnswers.create(runOf(trigger), {"trigger " + trigger.name.name}); }

std::string Sandbox::announcement() const
{
    const auto& id = _tasks.introduction().id;
    std::string text = "grpc 127.0.0.1:" + std::to_string(_server.port()) + "\nconsole " + _console.url() + "\n";
    for (const auto& hint : hints(_tasks, _store.nextName(id.project(), id.domain()))) text += "hint " + hint + "\n";
    return text + "ready\n";
}

} // namespace flyte_webhook::sandbox
