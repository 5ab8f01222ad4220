#pragma once
#include "rpc_caller.h"
#include "sandbox/services/app_answers.h"
#include "sandbox/services/data_answers.h"
#include "sandbox/services/image_answers.h"
#include "sandbox/services/rpc_server.h"
#include "sandbox/services/run_answers.h"
#include "sandbox/services/task_answers.h"
#include "sandbox/services/trigger_answers.h"
#include "sandbox/services/upload_answers.h"
#include "sandbox_fixture.h"
#include <optional>

namespace flyte_webhook::test
{

/// The services of the fixture, behind a listener.
struct Served
{
    SandboxFixture sandbox;
    sandbox::TaskAnswers tasks{sandbox.tasks};
    sandbox::RunAnswers runs{sandbox.tasks, sandbox.store, sandbox.supervisor};
    sandbox::DataAnswers data{sandbox.tasks, sandbox.store};
    sandbox::AppAnswers apps{sandbox.apps};
    sandbox::TriggerAnswers triggers{sandbox.triggers};
    sandbox::UploadAnswers uploads{sandbox.tasks, sandbox.signer, "http://127.0.0.1:1"};
    sandbox::ImageAnswers images{sandbox.store};
    std::optional<sandbox::RpcServer> server{std::in_place, static_cast<unsigned short>(0), answers()};

    sandbox::Answers answers() { return {tasks, runs, data, apps, triggers, uploads, images}; }
    std::uint16_t port() const { return server->port(); }
    RpcCaller caller(Protocol protocol, const std::string& authorization = "Bearer alice") const
    {
        return RpcCaller(protocol, "127.0.0.1:" + std::to_string(port()), authorization);
    }
};

} // namespace flyte_webhook::test
