#include "read_buffer.h"
#include "transport/connection.h"
#include <cstring>

namespace flyte_webhook::host::transport
{

bool ReadBuffer::fill(Connection& connection, Patience& patience)
{
    makeRoom();
    const auto count = connection.read(_memory.get() + _end, _size - _end, patience);
    _end += count;
    return count > 0;
}

void ReadBuffer::makeRoom()
{
    const auto held = _end - _begin;
    if (held == _size)
    {
        std::unique_ptr<char[]> larger(new char[2 * _size]);
        std::memcpy(larger.get(), _memory.get() + _begin, held);
        _memory = std::move(larger);
        _size *= 2;
    }
    else
        std::memmove(_memory.get(), _memory.get() + _begin, held);
    _begin = 0;
    _end = held;
}

} // namespace flyte_webhook::host::transport
