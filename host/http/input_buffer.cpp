#include "input_buffer.h"
#include "base/secret.h"
#include <algorithm>
#include <cstring>

namespace flyte_webhook::host
{

InputBuffer::~InputBuffer()
{
    clear();
    release();
}

bool InputBuffer::makeSpace(std::size_t wanted)
{
    if (spaceSize() > 0) return true;
    const auto held = size();
    const auto capacity = std::max(smallest, std::max(held + 1, std::min(held + wanted, 2 * held)));
    if (capacity > _capacity) return grow(capacity);
    std::memmove(_memory.get(), data(), held); // consumed bytes in front make the room
    _begin = 0;
    _end = held;
    return true;
}

bool InputBuffer::grow(std::size_t capacity)
{
    std::unique_ptr<char[]> bigger(new char[capacity]); // make_unique would write zeros first
    const auto counted = std::max(capacity, uncounted) - uncounted;
    if (counted > _counted && !_budget.take(counted - _counted)) return false;
    _counted = counted;
    const auto held = size();
    if (held > 0) std::memcpy(bigger.get(), data(), held);
    if (_memory) wipe(_memory.get(), _dirty);
    _memory = std::move(bigger);
    _capacity = capacity;
    _begin = 0;
    _end = _dirty = held;
    return true;
}

void InputBuffer::added(std::size_t count) noexcept
{
    _end += count;
    _dirty = std::max(_dirty, _end);
}

void InputBuffer::consume(std::size_t count) noexcept
{
    if (count == size())
    {
        wipe(data(), _dirty - _begin);
        _begin = _end = _dirty = 0;
        return;
    }
    wipe(data(), count);
    _begin += count;
}

void InputBuffer::clear() noexcept
{
    if (!_memory) return;
    wipe(_memory.get(), _dirty);
    _begin = _end = _dirty = 0;
    if (_capacity > keepable) release();
}

void InputBuffer::release() noexcept
{
    _memory.reset();
    _capacity = 0;
    if (_counted > 0) _budget.giveBack(_counted);
    _counted = 0;
}

} // namespace flyte_webhook::host
