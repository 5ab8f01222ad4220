#pragma once
#include "application/service.h"
#include "application/signals.h"

namespace flyte_webhook::host
{

/// A server that is ready stays so over a reload: waits until the next service has a connection to its control plane, where that is another
/// object than the present one's and the present one has a connection. Not for longer than ten seconds, for the other one may be away, nor
/// beyond a signal to end.
void awaitFirstContact(const Service& next, const Service& present, const Signals& signals);

} // namespace flyte_webhook::host
