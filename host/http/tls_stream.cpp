#include "tls_stream.h"
#include "tls/socket_bio.h"
#include <algorithm>
#include <array>
#include <cstring>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string_view>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t readAtOnce = 256 << 10; ///< of the wire; then other connections get their turn
constexpr std::size_t wholeRecord = SSL3_RT_MAX_PLAIN_LENGTH;

bool isPlainHttp(unsigned long error) noexcept
{
    const int reason = ERR_GET_REASON(error);
    return ERR_GET_LIB(error) == ERR_LIB_SSL && (reason == SSL_R_HTTP_REQUEST || reason == SSL_R_HTTPS_PROXY_REQUEST);
}

/// Small pieces are sent as one record; a big one begins by itself.
class Record
{
public:
    Record(const iovec* pieces, std::size_t count) noexcept
    {
        if (count == 1 || pieces->iov_len >= wholeRecord)
            _bytes = {static_cast<const char*>(pieces->iov_base), pieces->iov_len};
        else
            join(pieces, count);
    }

    std::string_view bytes() const noexcept { return _bytes; }

private:
    void join(const iovec* pieces, std::size_t count) noexcept
    {
        std::size_t size = 0;
        for (std::size_t i = 0; i < count && size < wholeRecord; ++i)
        {
            const auto part = std::min(pieces[i].iov_len, wholeRecord - size);
            std::memcpy(_joined.data() + size, pieces[i].iov_base, part);
            size += part;
        }
        _bytes = {_joined.data(), size};
    }

    std::array<char, wholeRecord> _joined; // not filled: most is never looked at
    std::string_view _bytes;
};

} // namespace

TlsStream::~TlsStream()
{
    if (_done && _usable) SSL_shutdown(_session.get());
    ERR_clear_error();
}

TlsStream::Handshake TlsStream::shakeHands() noexcept
{
    if (_done) return Handshake::Done;
    limitReading(SSL_get_rbio(_session.get()), readAtOnce);
    ERR_clear_error();
    const int result = SSL_do_handshake(_session.get());
    _done = result == 1;
    _drained = !_done; // a request may have come with the last of the handshake
    if (_done) return Handshake::Done;
    const bool plain = isPlainHttp(ERR_peek_error());
    if (outcomeOf(result, 0, SSL_ERROR_WANT_READ).outcome == Transfer::Outcome::Blocked) return Handshake::Blocked;
    return plain ? Handshake::PlainHttp : Handshake::Failed;
}

Transfer TlsStream::receive(char* space, std::size_t size) noexcept
{
    std::size_t count = 0;
    limitReading(SSL_get_rbio(_session.get()), readAtOnce);
    ERR_clear_error();
    const int result = SSL_read_ex(_session.get(), space, size, &count);
    _drained = result != 1;
    return outcomeOf(result, count, SSL_ERROR_WANT_READ);
}

Transfer TlsStream::send(const iovec* pieces, std::size_t count) noexcept
{
    const Record record(pieces, count);
    std::size_t sent = 0;
    ERR_clear_error();
    const int result = SSL_write_ex(_session.get(), record.bytes().data(), record.bytes().size(), &sent);
    return outcomeOf(result, sent, SSL_ERROR_WANT_WRITE);
}

bool TlsStream::heard() const noexcept { return BIO_number_read(SSL_get_rbio(_session.get())) > 0; }

bool TlsStream::holdsInput() const noexcept { return !_drained && SSL_has_pending(_session.get()) == 1; }

Transfer TlsStream::outcomeOf(int result, std::size_t size, int natural) noexcept
{
    _reversed = false;
    if (result == 1) return {Transfer::Outcome::Moved, size};
    const int error = SSL_get_error(_session.get(), result);
    const bool blocked = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
    _reversed = blocked && error != natural;
    if (!blocked && error != SSL_ERROR_ZERO_RETURN) _usable = false; // a close_notify of the client's is answered by ours
    ERR_clear_error();
    return {blocked ? Transfer::Outcome::Blocked : Transfer::Outcome::Ended};
}

} // namespace flyte_webhook::host
