#pragma once
#include "outgoing/http_client.h"
#include "outgoing/url.h"
#include "transport/answer_reader.h"

namespace flyte_webhook::host::outgoing
{

/// One request and its answer on a connection. Thread: one at a time.
class Exchange
{
public:
    Exchange(transport::Connection& connection, transport::Patience& patience, std::size_t maxAnswer)
        : _connection(connection), _patience(patience), _maxAnswer(maxAnswer), _reader(connection, patience, _buffer)
    {
    }

    /// Throws TransportFailure.
    OutgoingAnswer run(const OutgoingRequest& request, const Url& url, bool withCredentials);

    bool receivedAny() const noexcept { return _reader.receivedAny(); }
    bool mayReuse() const noexcept { return _sentAll && _reader.mayReuse(); }

private:
    void send(const OutgoingRequest& request, const Url& url, bool withCredentials);
    OutgoingAnswer receive(std::string_view method);

    transport::Connection& _connection;
    transport::Patience& _patience;
    const std::size_t _maxAnswer; ///< bytes of its body
    transport::ReadBuffer _buffer{16 * 1024};
    transport::AnswerReader _reader;
    bool _sentAll = false;
};

} // namespace flyte_webhook::host::outgoing
