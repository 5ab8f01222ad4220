#pragma once
#include <flyte_webhook/abi.h>

namespace flyte_webhook::testing
{

struct Configuration;
class RequestState;

/// The functions of the fake host; each finds its host by the handle that it gets.
const fw_host& hostTable();

/// The handles that a plugin gets.
fw_plugin* toHandle(Configuration& configuration);
fw_request* toHandle(RequestState& request);

} // namespace flyte_webhook::testing
