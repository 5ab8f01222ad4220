#pragma once
#include "control_plane/connect/line.h"
#include "transport/answer_reader.h"
#include <string>

namespace flyte_webhook::host
{

/// The largest message that is taken.
constexpr std::size_t maxMessage = std::size_t(256) << 20;

/// One unary request and its answer on a line. Thread: one at a time.
class UnaryExchange
{
public:
    UnaryExchange(Line& line, transport::Patience& patience);

    /// `answer` gets the message when the code is 0. Throws TransportFailure.
    CallStatus run(const RequestHead& head, const WireCall& call, std::string& answer);

    bool receivedAny() const noexcept { return _reader.receivedAny(); } ///< whether anything of an answer came
    bool sentAny() const noexcept;                                      ///< whether anything of the request left
    bool mayReuse() const noexcept { return _sentAll && _reader.mayReuse(); }

private:
    void send(const RequestHead& head, const WireCall& call);

    Line& _line;
    transport::Patience& _patience;
    transport::AnswerReader _reader;
    const std::size_t _sentBefore;
    bool _sentAll = false;
};

} // namespace flyte_webhook::host
