#include "exchange.h"
#include "outgoing/request_writer.h"
#include "transport/transport_failure.h"

namespace flyte_webhook::host::outgoing
{
namespace
{

/// A text that is wiped at its end.
struct WipedText
{
    std::string text;
    ~WipedText() { wipe(text); }
};

} // namespace

OutgoingAnswer Exchange::run(const OutgoingRequest& request, const Url& url, bool withCredentials)
{
    try
    {
        send(request, url, withCredentials);
        _sentAll = true;
    }
    catch (const transport::TransportFailure& failure)
    {
        if (failure.fault() != transport::Fault::broken) throw;
        // A target that refuses a body answers, and closes before it has read it all.
    }
    return receive(request.method);
}

void Exchange::send(const OutgoingRequest& request, const Url& url, bool withCredentials)
{
    const WipedText head{requestHead(request, url, withCredentials)};
    _connection.write(head.text, request.body, _patience);
}

OutgoingAnswer Exchange::receive(std::string_view method)
{
    OutgoingAnswer answer;
    const auto& head =
        _reader.readHead([&](const transport::HeaderLine& header) { answer.headers.emplace_back(header.name, header.value); });
    answer.status = head.status();
    if (method == "HEAD") _reader.expectNoBody();
    _reader.readBody(answer.body, _maxAnswer);
    return answer;
}

} // namespace flyte_webhook::host::outgoing
