#pragma once
#include "base/secret.h"
#include "control_plane/connect/request_head.h"
#include "transport/connection.h"
#include "transport/read_buffer.h"
#include <chrono>
#include <string>
#include <utility>

namespace flyte_webhook::host
{

/// A connection to a place with the memory that its requests and answers need. Thread: one at a time.
class Line
{
public:
    explicit Line(std::unique_ptr<transport::Connection> connection) : _connection(std::move(connection)) {}

    transport::Connection& connection() noexcept { return *_connection; }
    transport::ReadBuffer& buffer() noexcept { return _buffer; }

    /// Sends a request of a prefix and the message behind it. No credential is left in memory. Throws TransportFailure.
    void send(const RequestHead& head, const WireCall& call, RequestHead::Kind kind, std::string_view prefix,
              transport::Patience& patience);

    std::chrono::steady_clock::time_point idleSince{}; ///< set by whoever keeps it

private:
    std::unique_ptr<transport::Connection> _connection;
    transport::ReadBuffer _buffer;
    std::string _head;
};

} // namespace flyte_webhook::host
