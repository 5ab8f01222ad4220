#include "exchange.h"
#include "outgoing/outgoing_failure.h"
#include "outgoing/request_writer.h"

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
    catch (const BrokenConnection&)
    {
        // A target that refuses a body answers, and closes before it has read it all.
    }
    return _reader.read(request.method);
}

void Exchange::send(const OutgoingRequest& request, const Url& url, bool withCredentials)
{
    const WipedText head{requestHead(request, url, withCredentials)};
    _connection.write(head.text, _patience);
    _connection.write(request.body, _patience);
}

} // namespace flyte_webhook::host::outgoing
