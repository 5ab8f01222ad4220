#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// Whoever makes a call.
struct Caller
{
    std::string subject;
    std::string authority{}; ///< the name that it knows this server by, with its port
};

/// The credentials of a call, as they came; empty: none of that kind.
struct Credentials
{
    std::string_view authorization, cookie, apiKey;
};

/// Anybody is somebody. A bearer token, a key or the user of Basic that looks like a name (32 letters, digits and .-_@+ at most) is the
/// caller's name; of all else only a digest becomes the name, so that a real credential is neither kept nor shown.
/// Throws RpcError, Unauthenticated, for `Bearer bad`, for credentials with the word invalid in them, and when there are no credentials.
Caller callerOf(const Credentials& credentials);

} // namespace flyte_webhook::sandbox
