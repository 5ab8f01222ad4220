#pragma once

namespace flyte_webhook
{

class Request;
class Reply;

/// Serves one endpoint. A class that derives from it also has `static void describe(Endpoint&)`, which says what the endpoint is.
/// Made once a configuration, ended after its last request. Thread: handle() is called by many at once, so members are const or guarded.
class Handler
{
public:
    Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    virtual ~Handler() = default;

    /// Gives one answer through `reply`, or throws.
    virtual void handle(Request& request, Reply& reply) = 0;
};

} // namespace flyte_webhook
