#pragma once
#include "rpc_caller.h"
#include <flyteidl2/auth/identity.pb.h>
#include <flyteidl2/task/task_service.pb.h>
#include <flyteidl2/workflow/run_service.pb.h>
#include <stdexcept>
#include <string>

namespace flyte_webhook::test
{

/// A call that did not end with OK.
struct CallFailed : std::runtime_error
{
    CallFailed(int code, const std::string& message) : std::runtime_error(message), code(code) {}
    int code; ///< gRPC's
};

/// Speaks to a control plane as the webhook does, over real connections. Functions throw CallFailed.
/// The place is flytesnacks and development. Thread: any.
class Client
{
public:
    /// `authorization` goes along with each call, unless it is empty.
    explicit Client(const std::string& address, std::string authorization = "Bearer alice", Protocol protocol = Protocol::grpc);

    flyteidl2::auth::UserInfoResponse userInfo() const;
    std::string clusterEndpoint() const;
    flyteidl2::task::ListTasksResponse newest(const std::string& task) const;
    flyteidl2::task::TaskSpec task(const std::string& name) const;

    /// Uploads the inputs, a JSON object, and starts a run; returns its name. `name`: the run's, else one is given.
    std::string run(const std::string& task, const std::string& inputs, const std::string& name = {}) const;

    flyteidl2::workflow::ActionDetails details(const std::string& run) const;
    flyteidl2::common::ActionPhase phase(const std::string& run) const { return details(run).status().phase(); }

    /// Waits until the run is done.
    flyteidl2::workflow::ActionDetails ended(const std::string& run) const;

    /// Inputs and outputs of a run, a JSON object each.
    std::string inputs(const std::string& run) const;
    std::string outputs(const std::string& run) const;

    void abort(const std::string& run, const std::string& reason) const;

private:
    template <typename Response, typename Request> Response call(const char* method, const Request& request) const;

    RpcCaller _caller;
};

} // namespace flyte_webhook::test
