#pragma once
#include "http/client_socket.h"
#include "http/exchange.h"
#include "http/peer_address.h"
#include "http/reply_writer.h"
#include "http/request_reader.h"

namespace flyte_webhook::host
{

/// What a connection needs only while a request is on its way; an idle one lends it to others.
struct Workspace
{
    Workspace(const HttpLimits& limits, MemoryBudget& requests, MemoryBudget& answers) : reader(limits, requests), writer(answers) {}

    RequestReader reader;
    ReplyWriter writer;
    Exchange::Clock::time_point received; ///< when the request was whole
};

/// What becomes of a connection behind an answer.
enum class Ending
{
    Keep,   ///< another request may come
    Close,  ///< closed as soon as the answer has left
    Linger, ///< the same, but what the client still sends is read for a while, so that it gets to read the answer
    Broken  ///< closed at once
};

/// One client. Thread: the one that Ownership names.
struct Connection
{
    enum class Phase
    {
        Fresh,   ///< not a byte of HTTP has come yet
        Surplus, ///< beyond maxConnections: to be told so
        Idle,    ///< between two requests
        Head,
        Body,
        Writing,  ///< an answer waits until the client takes it
        Lingering ///< answered for the last time
    };

    Connection(FileDescriptor descriptor, const PeerAddress& address, const TlsContext* tls)
        : socket(std::move(descriptor), tls), peer(address)
    {
    }

    ClientSocket socket;
    PeerAddress peer;
    Phase phase = Phase::Fresh;
    Ending ending = Ending::Keep;
    bool polled = false;                  ///< the poller knows the descriptor
    Exchange::Clock::time_point until;    ///< when waiting for them ends
    std::size_t drained = 0;              ///< bytes read while lingering
    std::unique_ptr<Workspace> workspace; ///< none when Fresh, Idle or Lingering
};

} // namespace flyte_webhook::host
