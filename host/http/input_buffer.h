#pragma once
#include "http/memory_budget.h"
#include <cstddef>
#include <memory>

namespace flyte_webhook::host
{

/// The bytes that a client sent and that are still needed. They hold credentials: what is consumed, moved or given up is overwritten.
/// Thread: one at a time.
class InputBuffer
{
public:
    static constexpr std::size_t smallest = 8 << 10;  ///< the capacity that a buffer begins with
    static constexpr std::size_t keepable = 64 << 10; ///< a bigger one is not kept for the next connection

    static constexpr std::size_t uncounted = 16 << 10; ///< so much is the budget's business in no case

    /// What it has beyond `uncounted` is taken from the budget, until it is given up.
    explicit InputBuffer(MemoryBudget& budget) noexcept : _budget(budget) {}
    ~InputBuffer();
    InputBuffer(const InputBuffer&) = delete;
    InputBuffer& operator=(const InputBuffer&) = delete;

    /// The bytes. A pointer holds until the next space() or clear().
    char* data() noexcept { return _memory.get() + _begin; }
    std::size_t size() const noexcept { return _end - _begin; }

    /// Makes room for at least one byte behind the last one, best for `wanted`. False: the budget does not allow it.
    bool makeSpace(std::size_t wanted);
    char* space() noexcept { return _memory.get() + _end; }
    std::size_t spaceSize() const noexcept { return _capacity - _end; }

    /// `count` bytes were put into the space.
    void added(std::size_t count) noexcept;

    /// Forgets the first `count` bytes.
    void consume(std::size_t count) noexcept;

    /// Forgets all but the first `count` bytes.
    void truncate(std::size_t count) noexcept { _end = _begin + count; }

    /// Forgets everything, and gives big memory back.
    void clear() noexcept;

private:
    bool grow(std::size_t capacity);
    void release() noexcept;

    MemoryBudget& _budget;
    std::size_t _counted = 0; ///< bytes taken from it
    std::unique_ptr<char[]> _memory;
    std::size_t _capacity = 0;
    std::size_t _begin = 0;
    std::size_t _end = 0;
    std::size_t _dirty = 0; ///< nothing was ever written from here on
};

} // namespace flyte_webhook::host
