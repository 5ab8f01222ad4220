#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

namespace flyte_webhook::host::transport
{

class Connection;
class Patience;

/// What came over a connection and is not taken yet. Grows when a whole line needs it. Thread: one at a time.
class ReadBuffer
{
public:
    explicit ReadBuffer(std::size_t size = 4096) : _memory(new char[size]), _size(size) {}

    std::string_view view() const noexcept { return {_memory.get() + _begin, _end - _begin}; }
    bool empty() const noexcept { return _begin == _end; }

    /// The first bytes are done with; what view() gave stays where it is.
    void take(std::size_t count) noexcept { _begin += count; }

    /// Waits for more; false at the orderly end. Throws TransportFailure. What view() gave is void.
    bool fill(Connection& connection, Patience& patience);

private:
    void makeRoom();

    std::unique_ptr<char[]> _memory;
    std::size_t _size;
    std::size_t _begin = 0, _end = 0;
};

} // namespace flyte_webhook::host::transport
