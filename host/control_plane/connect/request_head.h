#pragma once
#include "control_plane/place.h"
#include <string>

namespace flyte_webhook::host
{

/// The heads of the requests to one place: HTTP/1.1 POSTs of the Connect protocol. Immutable; any thread may use it.
class RequestHead
{
public:
    enum class Kind
    {
        unary,
        stream
    };

    /// `authority` is host and port as the Host header says them.
    explicit RequestHead(const std::string& authority);

    /// Writes the head of a request whose body has so many bytes. It holds credentials: whoever gets it wipes it. `head` never grows while
    /// it is written, so that no copy is left behind, and keeps room for a short body.
    void write(std::string& head, const WireCall& call, Kind kind, std::size_t bodySize) const;

    /// The room that is kept, in bytes.
    static constexpr std::size_t shortBody = 1024;

private:
    const std::string& common(Kind kind) const noexcept { return kind == Kind::unary ? _unary : _stream; }

    const std::string _unary, _stream; ///< from behind the path to the value of the deadline
};

} // namespace flyte_webhook::host
