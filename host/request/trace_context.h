#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace flyte_webhook::host
{

/// The trace that a request belongs to, as its traceparent header says it (W3C Trace Context). It holds the text itself.
class TraceContext
{
public:
    /// Of a header of version 00 all is kept, of a later one what version 00 knows (section 4.3). A malformed one is no trace.
    explicit TraceContext(std::string_view header) noexcept;

    /// The header of version 00 that carries the trace on; empty: there is none.
    std::string_view traceparent() const noexcept { return {_header.data(), _size}; }

    /// The 32 digits in it that name the trace; empty: there is none.
    std::string_view traceId() const noexcept;

private:
    static constexpr std::size_t headerSize = 55;

    std::array<char, headerSize> _header{};
    std::size_t _size = 0;
};

} // namespace flyte_webhook::host
