#include "line.h"

namespace flyte_webhook::host
{
namespace
{

/// Wipes a text at its end.
class Wiped
{
public:
    explicit Wiped(std::string& text) : _text(text) {}
    ~Wiped() { wipe(_text); }
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;

private:
    std::string& _text;
};

} // namespace

void Line::send(const RequestHead& head, const WireCall& call, RequestHead::Kind kind, std::string_view prefix,
                transport::Patience& patience)
{
    const Wiped wiped(_head);
    head.write(_head, call, kind, prefix.size() + call.message.size());
    _head.append(prefix);
    // Over TLS each piece would be a record, and a system call, of its own.
    const bool together = _connection->isSecure() && call.message.size() + prefix.size() <= RequestHead::shortBody;
    if (together) _head.append(call.message);
    _connection->write(_head, together ? std::string_view() : call.message, patience);
}

} // namespace flyte_webhook::host
