#pragma once
#include "base/file_descriptor.h"
#include <functional>
#include <string>

namespace flyte_webhook::host
{

/// Hands connections that begin with certain bytes, another protocol's, to that protocol's server, with none of their bytes read. For
/// plain text only. Thread: any, once it is made.
class Diversion
{
public:
    /// Takes a connection over. Called by worker threads; must not block.
    using Take = std::function<void(FileDescriptor)>;

    Diversion() = default; ///< of nothing

    /// `beginning`: shorter than any request.
    Diversion(std::string beginning, Take take) : _beginning(std::move(beginning)), _take(std::move(take)) {}

    explicit operator bool() const noexcept { return !_beginning.empty(); }

    /// For a new connection: it is not readable until as many bytes have come as tell the protocols apart, or its end.
    void await(int descriptor) const noexcept;

    /// Whether a connection that has become readable is the other's; if not, it is readable from each byte on.
    bool wants(int descriptor) const noexcept;

    void take(FileDescriptor descriptor) const { _take(std::move(descriptor)); }

private:
    std::string _beginning;
    Take _take;
};

} // namespace flyte_webhook::host
