#pragma once
#include "sandbox/base/clock.h"
#include "sandbox/uploads/upload.h"
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// Turns tickets into URLs that only this object can have made, and back. Its key is random, so the URLs of an earlier start are worth
/// nothing. Immutable. Thread: any.
class UploadSigner
{
public:
    UploadSigner();

    /// Path and query.
    std::string sign(const UploadTicket& ticket) const;

    /// Throws UploadRefused when this object has not made the target, or it has expired.
    UploadTicket verify(const std::string& target, Time now) const;

private:
    std::string signatureOf(const UploadTicket& ticket) const;

    const std::string _key;
};

/// Whether a path is one of sign()'s.
bool isUpload(std::string_view target);

} // namespace flyte_webhook::sandbox
