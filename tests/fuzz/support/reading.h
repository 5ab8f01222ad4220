#pragma once
#include "http/http_server.h"
#include "http/request_reader.h"
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::fuzz
{

/// How bytes are cut into the pieces that come at once: these sizes in turn, then the whole rest.
using Cuts = std::vector<std::size_t>;

/// What the reader of requests makes of all bytes of one connection.
struct Reading
{
    std::vector<std::string> whole;   ///< each request that may be served, its parts one a line
    std::vector<std::string> methods; ///< theirs
    host::RequestReader::State end = host::RequestReader::State::Head;
    int refusal = 0;     ///< the status, when the end is Rejected
    bool closes = false; ///< behind the last one that is whole

    std::string text() const;
};

/// Limits that short inputs reach.
host::HttpLimits smallLimits();

/// Reads them as a connection does, and checks each request that is accepted.
Reading readPieces(std::string_view bytes, const Cuts& cuts);

/// Its parts, one a line.
std::string describe(const host::HttpRequest& request);

} // namespace flyte_webhook::fuzz
