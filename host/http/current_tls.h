#pragma once
#include "tls/tls_context.h"
#include <memory>

namespace flyte_webhook::host
{

/// The TLS that new connections get; none: they are plain text. Connections keep what they began with. Thread: any.
class CurrentTls
{
public:
    std::shared_ptr<const TlsContext> get() const noexcept { return std::atomic_load(&_context); }
    void set(std::shared_ptr<const TlsContext> context) noexcept { std::atomic_store(&_context, std::move(context)); }

private:
    std::shared_ptr<const TlsContext> _context; ///< for the atomic functions alone
};

} // namespace flyte_webhook::host
