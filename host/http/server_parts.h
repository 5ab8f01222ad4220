#pragma once
#include "http/activity.h"
#include "http/client_watch.h"
#include "http/connection_table.h"
#include "http/current_tls.h"
#include "http/diversion.h"
#include "http/http_server.h"
#include "http/poller.h"
#include "http/request_queue.h"
#include "http/worker_pool.h"
#include <algorithm>
#include <atomic>
#include <chrono>

namespace flyte_webhook::host
{

/// What the threads of one server share.
struct ServerParts
{
    /// Places for connections beyond maxConnections, so that they can be told so.
    static constexpr std::size_t spareConnections = 64;

    /// A big maxBody alone shall not make a body impossible.
    static constexpr std::size_t bodiesInAnyCase = 4;

    ServerParts(const HttpLimits& httpLimits, RequestHandler& requestHandler, std::function<void()> work)
        : limits(httpLimits), handler(requestHandler), memory(std::max(limits.maxBuffered, bodiesInAnyCase * limits.maxBody)),
          answers(memory.most() / 2, &memory), bodyTimeout(limits.bodyTimeout), table(limits.maxConnections + spareConnections),
          watch(poller, table, activity), queue(limits.queue), pool(limits.threads, std::move(work))
    {
    }

    const HttpLimits limits;
    RequestHandler& handler;
    CurrentTls tls;
    Diversion diversion; ///< set before the start
    Activity activity;
    Poller poller;
    MemoryBudget memory;                                ///< declared before what holds requests
    MemoryBudget answers;                               ///< a part of it: who does not read costs no other client its body
    std::atomic<std::chrono::milliseconds> bodyTimeout; ///< the present one
    ConnectionTable table;
    ClientWatch watch;
    RequestQueue queue;
    std::atomic<unsigned long long> accepted{0}, refused{0}, handshakesFailed{0};
    WorkerPool pool; ///< declared last: its threads use the others
};

} // namespace flyte_webhook::host
