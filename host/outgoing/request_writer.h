#pragma once
#include "outgoing/http_client.h"
#include "outgoing/url.h"
#include <string>

namespace flyte_webhook::host::outgoing
{

/// Throws OutgoingFailure (refused) when the method, a header or a credential could not be sent as what it is: line breaks, characters
/// that are none of a name, headers that say where a message ends or belong to the connection.
void checkRequest(const OutgoingRequest& request);

/// The head of a checked request. It may hold credentials: whoever gets it wipes it.
std::string requestHead(const OutgoingRequest& request, const Url& url, bool withCredentials);

/// Whether sending it twice is as good as once (RFC 9110, 9.2.2).
bool isIdempotent(std::string_view method);

} // namespace flyte_webhook::host::outgoing
