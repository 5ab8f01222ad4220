#pragma once
#include "http/chunked_decoder.h"
#include "http/framing.h"
#include "http/head_scanner.h"
#include "http/input_buffer.h"
#include "http/message.h"

namespace flyte_webhook::host
{

struct HttpLimits;

/// Reads the requests of one connection, one after the other, as their bytes come. Thread: one at a time.
class RequestReader
{
public:
    enum class State
    {
        Head,    ///< the head is not whole
        Body,    ///< the head is, the body is not
        Whole,   ///< request() is complete
        Rejected ///< rejection() says why; request() holds what was understood before
    };

    /// `memory` is for the bytes of all readers; it must outlive them.
    RequestReader(const HttpLimits& limits, MemoryBudget& memory);

    /// Where further bytes belong; at least one has room. nullptr: there is no memory left for them.
    char* space();
    std::size_t spaceSize() const noexcept { return _input.spaceSize(); }
    void added(std::size_t count) noexcept { _input.added(count); }

    /// No byte of a request is there.
    bool empty() const noexcept { return _input.size() == 0; }

    /// Reads what has come. Views of request() hold until the next space(), next() or clear().
    State parse();

    /// Makes request() hold what is there so far of one that will not become whole.
    void refresh() { fillRequest(); }

    const HttpRequest& request() const noexcept { return _request; }
    const Rejection& rejection() const noexcept { return _rejection; }
    bool http11() const noexcept { return _scanner.http11(); }
    bool keepAlive() const noexcept { return _framing.keepAlive; }

    /// True once, when the client waits for "100 Continue".
    bool takeExpectation() noexcept;

    /// Wipes the request that was whole; bytes behind it begin the next one.
    void next() noexcept;

    /// Wipes everything.
    void clear() noexcept;

private:
    std::size_t missing() const noexcept;
    void parseHead();
    void parseBody();
    void parseChunks();
    void complete(std::size_t bodySize, std::size_t end);
    void fillRequest();
    void fillTarget(const char* head);
    void reject(const Rejection& rejection);
    void forget() noexcept;

    const std::size_t _maxBody;
    InputBuffer _input;
    HeadScanner _scanner;
    ChunkedDecoder _chunks;
    Framing _framing;
    HttpRequest _request;
    Rejection _rejection;
    State _state = State::Head;
    std::size_t _end = 0; ///< of the whole request, in the input
};

} // namespace flyte_webhook::host
