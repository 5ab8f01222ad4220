#pragma once
#include "sandbox/uploads/upload_folder.h"
#include "sandbox/uploads/upload_signer.h"
#include <Poco/Net/HTTPRequestHandler.h>

namespace flyte_webhook::sandbox
{

/// Takes one PUT of a signed URL. Thread: one at a time; what it refers to must outlive it.
class UploadHandler final : public Poco::Net::HTTPRequestHandler
{
public:
    UploadHandler(const UploadSigner& signer, const UploadFolder& folder) : _signer(signer), _folder(folder) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override;

private:
    void take(Poco::Net::HTTPServerRequest& request) const;

    const UploadSigner& _signer;
    const UploadFolder& _folder;
};

} // namespace flyte_webhook::sandbox
