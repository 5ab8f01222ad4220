#pragma once
#include "sandbox/pages/site.h"
#include "sandbox/uploads/upload_folder.h"
#include "sandbox/uploads/upload_signer.h"
#include <memory>

namespace flyte_webhook::sandbox
{

/// The pages and the uploads, on a listener of their own on 127.0.0.1. The pages only show; requests for another host than this machine
/// are refused, so that no foreign web page reads them by way of a browser. An upload needs an URL that was signed. Thread: its owner's.
class ConsoleServer
{
public:
    /// Listens; port 0 means a free one. Throws std::runtime_error when the port is taken. What it is given must outlive the server.
    ConsoleServer(unsigned short port, const Shown& shown, const UploadSigner& signer, const UploadFolder& uploads);
    ~ConsoleServer();
    ConsoleServer(const ConsoleServer&) = delete;
    ConsoleServer& operator=(const ConsoleServer&) = delete;

    unsigned short port() const;
    /// Without a path.
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

private:
    class Core;
    std::unique_ptr<Core> _core;
};

} // namespace flyte_webhook::sandbox
