#pragma once
#include "http/rejection.h"
#include <cstdint>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// A piece of the input, counted from the request's first byte, so that it survives a move of the buffer.
struct Span
{
    std::uint32_t begin = 0;
    std::uint32_t size = 0;

    std::string_view in(const char* head) const noexcept { return {head + begin, size}; }
};

/// Reads a request's head, line by line as the bytes come; how they are cut into pieces makes no difference to the outcome. Strict: what
/// RFC 9112 lets a server forgive is refused, because another server in front may read it otherwise. Thread: one at a time.
class HeadScanner
{
public:
    static constexpr std::size_t mostFields = 200; ///< more header fields are 431
    static constexpr std::size_t longestMethod = 32;

    struct Field
    {
        Span name;
        Span value;
    };

    enum class State
    {
        More,
        Done,
        Rejected
    };

    /// `most`: bytes of the whole head, its empty line included; more are 431.
    explicit HeadScanner(std::size_t most);

    /// Looks at what is new among the first `size` bytes of the request. An absolute target's missing path is written into `head`.
    State scan(char* head, std::size_t size);

    /// Begins a new request.
    void reset() noexcept;

    const Rejection& rejection() const noexcept { return _rejection; }
    std::size_t size() const noexcept { return _line; } ///< of the head, once it is Done
    Span method() const noexcept { return _method; }
    Span target() const noexcept { return _target; } ///< origin-form, or "*"
    bool http11() const noexcept { return _http11; }
    const std::vector<Field>& fields() const noexcept { return _fields; }

private:
    bool takeLine(char* head, std::size_t end);
    void takeEmptyLine() noexcept;
    bool takeRequestLine(char* head, Span line);
    bool takeMethod(std::string_view text, Span line);
    bool takeVersion(std::string_view version);
    bool takeTarget(char* head, Span target);
    bool takeAbsoluteTarget(char* head, Span target, std::size_t authority);
    bool takeField(const char* head, Span line);
    bool mayBecomeMethod(std::string_view begun) const noexcept;
    bool reject(ErrorKind kind, const char* detail);

    const std::size_t _most;
    std::size_t _scanned = 0; ///< up to here no line ends that was not taken
    std::size_t _line = 0;    ///< where the line begins that is not taken yet
    State _state = State::More;
    bool _http11 = true;
    Span _method;
    Span _target;
    std::vector<Field> _fields;
    Rejection _rejection;
};

} // namespace flyte_webhook::host
