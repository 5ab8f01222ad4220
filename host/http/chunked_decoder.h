#pragma once
#include "http/rejection.h"
#include <cstddef>
#include <optional>
#include <string_view>

namespace flyte_webhook::host
{

/// Joins the chunks of a body where they lie, as they come; how they are cut into pieces makes no difference to the outcome.
/// Extensions and trailers are checked and left out. Thread: one at a time.
class ChunkedDecoder
{
public:
    static constexpr std::size_t longestSizeLine = 256; ///< a chunk's size with its extensions and CR LF; more is 400
    static constexpr std::size_t longestTrailer = 4096; ///< all trailer fields together; more is 400

    enum class State
    {
        More,
        Done,
        Rejected
    };

    /// `most`: bytes of the joined body; more are 413, told as soon as a chunk's size says so.
    explicit ChunkedDecoder(std::size_t most) : _most(most) {}

    /// Decodes what has come: `body` holds `size` bytes, the joined ones first. When more is needed, what follows those is moved up
    /// to them and `size` becomes smaller.
    State decode(char* body, std::size_t& size);

    /// Begins a new body.
    void reset() noexcept;

    const Rejection& rejection() const noexcept { return _rejection; }
    std::size_t decoded() const noexcept { return _decoded; } ///< bytes of the joined body, from its begin
    std::size_t end() const noexcept { return _raw; }         ///< once Done: where the next request begins

private:
    enum class Step
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        End
    };

    bool advance(char* body, std::size_t size);
    bool takeSize(const char* body, std::size_t size);
    bool takeData(char* body, std::size_t size);
    bool takeDataEnd(const char* body, std::size_t size);
    bool takeTrailer(const char* body, std::size_t size);
    std::optional<std::string_view> takeLine(const char* body, std::size_t size, std::size_t longest, const char* otherwise);
    bool beginChunk(std::string_view line);
    bool reject(ErrorKind kind, const char* detail);

    const std::size_t _most;
    Step _step = Step::Size;
    std::size_t _decoded = 0;
    std::size_t _raw = 0;     ///< where what is not decoded yet begins
    std::size_t _left = 0;    ///< bytes of the present chunk that have not come
    std::size_t _trailer = 0; ///< bytes of trailer fields so far
    Rejection _rejection;
};

} // namespace flyte_webhook::host
