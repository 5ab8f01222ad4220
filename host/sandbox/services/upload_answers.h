#pragma once
#include "sandbox/tasks/task_set.h"
#include "sandbox/uploads/upload_signer.h"
#include <flyteidl2/dataproxy/dataproxy_service.pb.h>
#include <string>

namespace flyte_webhook::sandbox
{

/// Where files may be uploaded to. Functions throw RpcError. Thread: any.
class UploadAnswers
{
public:
    /// `base` is the URL of the listener that takes the uploads, without a path.
    UploadAnswers(const TaskSet& tasks, const UploadSigner& signer, std::string base)
        : _tasks(tasks), _signer(signer), _base(std::move(base))
    {
    }

    /// The signed URL of a file whose MD5 is known; it holds for an hour unless another time, up to a day, was asked for.
    flyteidl2::dataproxy::CreateUploadLocationResponse location(const flyteidl2::dataproxy::CreateUploadLocationRequest& request) const;

private:
    const TaskSet& _tasks;
    const UploadSigner& _signer;
    const std::string _base;
};

} // namespace flyte_webhook::sandbox
