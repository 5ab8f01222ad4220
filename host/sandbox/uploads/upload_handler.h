#pragma once
#include "http/message.h"
#include "sandbox/uploads/upload_folder.h"
#include "sandbox/uploads/upload_signer.h"

namespace flyte_webhook::sandbox
{

/// Takes the PUTs of signed URLs. Thread: any; what it refers to must outlive it.
class UploadHandler
{
public:
    UploadHandler(const UploadSigner& signer, const UploadFolder& folder) : _signer(signer), _folder(folder) {}

    /// Keeps the file, or answers why not.
    host::HttpReply take(const host::HttpRequest& request) const;

private:
    void keep(const host::HttpRequest& request) const;

    const UploadSigner& _signer;
    const UploadFolder& _folder;
};

} // namespace flyte_webhook::sandbox
