#pragma once
#include <flyte_webhook/testing/records.h>
#include <rapidjson/document.h>

namespace flyte_webhook::testing
{

/// What a client would have got, and what the log would hold. A value; it does not depend on the host.
struct FakeReply
{
    int status = 0;
    std::string contentType;
    std::string body;                ///< of a streamed answer: all pieces, one after the other
    Headers headers;                 ///< those that the plugin set, and those that the host adds to a failure
    std::vector<std::string> pieces; ///< of a streamed answer
    bool streamed = false;
    std::string subject; ///< who the caller is, for the log only; empty when the plugin did not say it

    // Of a failure.
    std::string kind;   ///< the stable word for logs and metrics
    std::string detail; ///< the text in the body
    std::string cause;  ///< for the log only

    /// The value of a header, or "" when it is absent. Names are compared in any case.
    std::string header(const std::string& name) const;

    /// The body as JSON; throws std::logic_error when it is none.
    rapidjson::Document json() const;
};

} // namespace flyte_webhook::testing
