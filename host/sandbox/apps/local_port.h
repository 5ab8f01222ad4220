#pragma once

namespace flyte_webhook::sandbox
{

/// A port on 127.0.0.1 that nobody listens on: `wanted` if that is so of it, else another one, below the ephemeral ones where these leave
/// room. Throws std::system_error.
unsigned short freePort(unsigned short wanted);

/// Whether somebody listens on the port of 127.0.0.1.
bool isListening(unsigned short port);

} // namespace flyte_webhook::sandbox
