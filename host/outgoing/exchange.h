#pragma once
#include "outgoing/answer_reader.h"
#include "outgoing/http_client.h"
#include "outgoing/url.h"

namespace flyte_webhook::host::outgoing
{

/// One request and its answer on a connection. Thread: one at a time.
class Exchange
{
public:
    Exchange(Connection& connection, Patience& patience, std::size_t maxAnswer)
        : _connection(connection), _patience(patience), _reader(connection, patience, maxAnswer)
    {
    }

    /// Throws OutgoingFailure.
    OutgoingAnswer run(const OutgoingRequest& request, const Url& url, bool withCredentials);

    bool receivedAny() const noexcept { return _reader.receivedAny(); }
    bool mayReuse() const noexcept { return _sentAll && _reader.mayReuse(); }

private:
    void send(const OutgoingRequest& request, const Url& url, bool withCredentials);

    Connection& _connection;
    Patience& _patience;
    AnswerReader _reader;
    bool _sentAll = false;
};

} // namespace flyte_webhook::host::outgoing
