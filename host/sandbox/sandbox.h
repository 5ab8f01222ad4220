#pragma once
#include "sandbox/apps/apps.h"
#include "sandbox/options.h"
#include "sandbox/pages/console_server.h"
#include "sandbox/runs/database.h"
#include "sandbox/runs/process_guard.h"
#include "sandbox/runs/run_store.h"
#include "sandbox/runs/supervisor.h"
#include "sandbox/services/app_answers.h"
#include "sandbox/services/data_answers.h"
#include "sandbox/services/image_answers.h"
#include "sandbox/services/rpc_server.h"
#include "sandbox/services/run_answers.h"
#include "sandbox/services/task_answers.h"
#include "sandbox/services/trigger_answers.h"
#include "sandbox/services/upload_answers.h"
#include "sandbox/state_folder.h"
#include "sandbox/tasks/task_set.h"
#include "sandbox/triggers/trigger_clock.h"
#include "sandbox/triggers/triggers.h"
#include <string>

namespace flyte_webhook::sandbox
{

/// The embedded control plane, whole: it serves from its construction on, until it is destroyed. Make it before other threads, and with
/// the signals blocked that its threads must not get. The constructor throws std::runtime_error that says why it cannot serve.
class Sandbox
{
public:
    explicit Sandbox(const Options& options);
    /// Ends every process. Runs that are not done have failed then.
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    /// What a parent reads: the addresses, three lines of hints in which {webhook} stands for the webhook's own address, and "ready".
    std::string announcement() const;

    const StateFolder& folder() const noexcept { return _folder; }
    const TaskSet& tasks() const noexcept { return _tasks; }
    const Apps& apps() const noexcept { return _apps; }
    /// How many runs were found unfinished at the start.
    std::size_t stopped() const noexcept { return _stopped; }

private:
    void start(const Trigger& trigger);

    ProcessGuard _guard;
    TaskSet _tasks;
    StateFolder _folder;
    Database _database;
    RunStore _store;
    std::size_t _stopped;
    Supervisor _supervisor;
    Apps _apps;
    Triggers _triggers;
    TaskAnswers _taskAnswers;
    RunAnswers _runAnswers;
    DataAnswers _dataAnswers;
    AppAnswers _appAnswers;
    TriggerAnswers _triggerAnswers;
    TriggerClock _clock;
    UploadSigner _signer;
    UploadFolder _uploads;
    ConsoleServer _console;
    UploadAnswers _uploadAnswers;
    ImageAnswers _imageAnswers;
    RpcServer _server;
};

} // namespace flyte_webhook::sandbox
