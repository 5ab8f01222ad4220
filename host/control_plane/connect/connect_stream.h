#pragma once
#include "control_plane/connect/answer_kind.h"
#include "control_plane/connect/line.h"
#include <memory>
#include <optional>
#include <string>

namespace flyte_webhook::host
{

/// A server-streaming call over the Connect protocol, on a connection of its own.
class ConnectStream final : public ControlPlaneStream
{
public:
    /// One that failed before it began.
    ConnectStream(const WireCall& call, CallStatus failure);

    /// Sends the request; a failure is told by close().
    ConnectStream(const WireCall& call, const RequestHead& head, std::unique_ptr<Line> line);

    bool next(std::string& message) override;
    ControlPlaneResult close() override;

    /// Once next() gave false: whether the place speaks another protocol, so that nothing was executed.
    bool metAnotherProtocol() const noexcept { return _status && _status->anotherProtocol; }

private:
    void send(const WireCall& call, const RequestHead& head);
    bool readHead();
    bool readEnvelope(std::string& message);
    bool await(std::size_t size);
    bool end(CallStatus status);

    const CallContext& _context;
    std::unique_ptr<Line> _line; ///< until it has ended
    transport::Patience _patience;
    std::optional<transport::AnswerReader> _reader;
    bool _begun = false;               ///< the head has come
    std::string _bytes;                ///< what came and is in no message yet
    std::optional<CallStatus> _status; ///< once it has ended
};

} // namespace flyte_webhook::host
