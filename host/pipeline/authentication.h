#pragma once
#include "access/credentials.h"
#include "pipeline/step.h"

namespace flyte_webhook::host
{

/// Takes the caller's credentials from the headers. Without any: 401, before anything is told of the path, but for open paths and where the
/// operator does not require them.
class AuthenticationStep final : public Step
{
public:
    /// The extractor must outlive the step.
    AuthenticationStep(const CredentialExtractor& credentials, bool required) : _credentials(credentials), _required(required) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    const CredentialExtractor& _credentials;
    const bool _required;
};

} // namespace flyte_webhook::host
