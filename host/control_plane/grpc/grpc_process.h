#pragma once
#include <string_view>

namespace flyte_webhook::host
{

/// Gets what gRPC has to say for itself: file, line and text of an error of its own. Called by any thread; must not throw.
using GrpcLogSink = void (*)(std::string_view text);

/// Sets what gRPC keeps once for the whole process; call it at the start, before the first makeControlPlane(). Its own log goes to
/// `sink` instead of the standard error (an outage makes it talkative, and its lines hold addresses), and the search for deadlocks that
/// Abseil's mutexes make in debug builds is off. Sets an environment variable, so no other thread may run yet.
void prepareGrpc(GrpcLogSink sink);

} // namespace flyte_webhook::host
