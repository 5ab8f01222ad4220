#pragma once
#include <atomic>
#include <cstdint>

namespace flyte_webhook::host
{

/// Says which thread may touch a connection, in one atomic word: a state, and a generation that grows each time the connection is given to
/// the poller. An event carries the generation it was armed with, so one that comes too late finds another one and is ignored, even when
/// the place and the descriptor belong to another connection by then. The word outlives the connection.
///
///   Owned     one thread (or the queue) has it
///   Arming    its owner is giving it to the poller, and still uses the descriptor: nobody else may take it yet
///   Signalled an event came meanwhile: it falls back to its owner
///   Armed     an event or the sweep may take it
///   Watched   its owner keeps it, and is to be told when the client goes
///   Telling   another thread tells so; the owner waits for the end of that before it does anything else
class Ownership
{
public:
    /// The owner begins to give it away. Returns the new generation, for the poller.
    std::uint32_t beginArming() noexcept { return advance(State::Arming); }

    /// The poller has it now: true, and nothing of the connection may be touched from here on. False: an event has come already, which is
    /// the owner's to handle.
    bool armed(std::uint32_t generation) noexcept
    {
        if (change({generation, State::Arming}, State::Armed)) return true;
        takeBack();
        return false;
    }

    /// The poller did not accept it: it stays with its owner.
    void takeBack() noexcept { finish(); }

    /// Takes it for an event. False: it is not to be had; if its owner is still arming, that one handles the event.
    bool take(std::uint32_t generation) noexcept
    {
        return !change({generation, State::Arming}, State::Signalled) && change({generation, State::Armed}, State::Owned);
    }

    /// Takes it if it is armed and `wanted()` agrees; what that looks at belongs to the same arming if this returns true.
    template <typename Wanted> bool takeIf(Wanted wanted) noexcept
    {
        auto word = _word.load(std::memory_order_acquire);
        return stateOf(word) == State::Armed && wanted() && _word.compare_exchange_strong(word, (word & ~stateMask) | number(State::Owned));
    }

    /// The owner wants to be told. Returns the generation for the poller.
    std::uint32_t beginWatching() noexcept { return advance(State::Watched); }

    /// The owner no longer wants it. False: it is being told at this moment.
    bool endWatching() noexcept
    {
        const auto word = _word.load(std::memory_order_acquire);
        if (stateOf(word) == State::Watched && change(word, State::Owned)) return true;
        return stateOf(_word.load(std::memory_order_acquire)) == State::Owned;
    }

    /// Begins to tell, for an event. False: nobody watches.
    bool beginTelling(std::uint32_t generation) noexcept { return change({generation, State::Watched}, State::Telling); }

    /// Begins to tell whoever watches.
    bool beginTelling() noexcept
    {
        const auto word = _word.load(std::memory_order_acquire);
        return stateOf(word) == State::Watched && change(word, State::Telling);
    }

    void told() noexcept { finish(); }

private:
    enum class State : std::uint8_t
    {
        Owned,
        Arming,
        Signalled,
        Armed,
        Watched,
        Telling
    };

    /// The generation above, the state in the lowest byte.
    struct Word
    {
        Word(std::uint64_t value) : value(value) {}
        Word(std::uint32_t generation, State state) : value(static_cast<std::uint64_t>(generation) << generationShift | number(state)) {}
        std::uint64_t value;
    };

    static constexpr int generationShift = 8;
    static constexpr std::uint64_t stateMask = 0xff;

    static constexpr std::uint64_t number(State state) noexcept { return static_cast<std::uint64_t>(state); }
    static State stateOf(std::uint64_t word) noexcept { return static_cast<State>(word & stateMask); }

    bool change(Word from, State to) noexcept { return _word.compare_exchange_strong(from.value, (from.value & ~stateMask) | number(to)); }

    /// Back to Owned, when nobody else may change the word.
    void finish() noexcept { _word.store((_word.load() & ~stateMask) | number(State::Owned)); }

    std::uint32_t advance(State to) noexcept
    {
        const auto generation = static_cast<std::uint32_t>((_word.load(std::memory_order_relaxed) >> generationShift) + 1);
        _word.store(Word(generation, to).value);
        return generation;
    }

    std::atomic<std::uint64_t> _word{0};
};

} // namespace flyte_webhook::host
