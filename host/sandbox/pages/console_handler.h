#pragma once
#include "http/exchange.h"
#include "pages/content.h"
#include "sandbox/pages/site.h"
#include "sandbox/uploads/upload_handler.h"
#include <map>

namespace flyte_webhook::sandbox
{

/// Serves the pages, what they load, and the uploads; to this machine alone. Thread: any.
class ConsoleHandler final : public host::RequestHandler
{
public:
    /// What it is given must outlive it.
    ConsoleHandler(const Shown& shown, const UploadSigner& signer, const UploadFolder& uploads);

    void serve(host::Exchange& exchange) override;
    void refuse(host::Exchange& exchange, ErrorKind kind, const std::string& detail) override;

private:
    host::HttpReply answerTo(const host::HttpRequest& request) const;
    host::HttpReply show(const host::HttpRequest& request) const;

    const Site _site;
    const UploadHandler _uploads;
    std::map<std::string, host::Content, std::less<>> _assets; // by path
};

} // namespace flyte_webhook::sandbox
