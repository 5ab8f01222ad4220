#pragma once
#include "sandbox/pages/site.h"
#include <memory>

namespace flyte_webhook::sandbox
{

/// The pages, on a listener of their own on 127.0.0.1. They only show; requests for another host than this machine are refused, so that
/// no foreign web page reads them by way of a browser. Thread: its owner's.
class ConsoleServer
{
public:
    /// Listens; port 0 means a free one. Throws std::runtime_error when the port is taken.
    ConsoleServer(unsigned short port, const Shown& shown);
    ~ConsoleServer();
    ConsoleServer(const ConsoleServer&) = delete;
    ConsoleServer& operator=(const ConsoleServer&) = delete;

    unsigned short port() const;

private:
    class Core;
    std::unique_ptr<Core> _core;
};

} // namespace flyte_webhook::sandbox
