#pragma once
#include "tls/socket_bio.h"
#include <fcntl.h>
#include <memory>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace flyte_webhook::host
{

inline bool ready(int socket, short events, int milliseconds)
{
    pollfd watched{socket, events, 0};
    return ::poll(&watched, 1, milliseconds) > 0;
}

/// A test client's bytes as they are.
struct PlainTransport
{
    void begin(int) {}
    ssize_t send(int socket, std::string_view bytes) { return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    ssize_t receive(int socket, char* space, std::size_t size) { return ::recv(socket, space, size, 0); }
    bool readable(int socket, int milliseconds) { return ready(socket, POLLIN, milliseconds); }
    void endOutput(int socket) { ::shutdown(socket, SHUT_WR); }
    void end() {}
    void drop() {}
};

/// How a test client wants its TLS.
struct TlsWish
{
    int version = 0;                ///< TLS1_3_VERSION and the like; 0: whichever
    std::string ca;                 ///< file of the authority that must have signed the server's certificate; empty: any
    std::string protocols;          ///< of ALPN, each behind its length
    std::string ciphers;            ///< of TLS 1.2; empty: the usual ones
    SSL_SESSION* session = nullptr; ///< to be resumed; the caller's
};

/// A test client's bytes by TLS. Whatever does not come within ten seconds is an exception.
class TlsTransport
{
public:
    explicit TlsTransport(TlsWish wish = {}) : _wish(std::move(wish)) {}
    TlsTransport(TlsTransport&&) noexcept = default;
    ~TlsTransport() { end(); }

    /// Shakes hands. Throws std::runtime_error with OpenSSL's text when that fails.
    void begin(int socket)
    {
        prepare(socket);
        drive(socket, "shake hands", [this] { return SSL_connect(_session.get()); });
    }

    /// Makes the session without a byte of it.
    void prepare(int socket)
    {
        ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
        const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
        configure(context.get());
        _session.reset(SSL_new(context.get()));
        auto* bio = newSocketBio(socket);
        SSL_set_bio(_session.get(), bio, bio);
        if (_wish.session) SSL_set_session(_session.get(), _wish.session);
    }

    ssize_t send(int socket, std::string_view bytes)
    {
        return drive(socket, "", [&] { return SSL_write(_session.get(), bytes.data(), static_cast<int>(bytes.size())); });
    }

    ssize_t receive(int socket, char* space, std::size_t size)
    {
        return drive(socket, "", [&] { return SSL_read(_session.get(), space, static_cast<int>(size)); });
    }

    /// TLS sends for itself as well, so that a readable socket says nothing.
    bool readable(int socket, int milliseconds)
    {
        char byte;
        for (;;)
        {
            ERR_clear_error();
            const int result = SSL_peek(_session.get(), &byte, 1);
            if (result > 0 || SSL_get_error(_session.get(), result) != SSL_ERROR_WANT_READ) return true;
            if (!ready(socket, POLLIN, milliseconds)) return false;
        }
    }

    void endOutput(int socket)
    {
        SSL_shutdown(_session.get());
        ::shutdown(socket, SHUT_WR);
    }

    void end()
    {
        if (_session && SSL_is_init_finished(_session.get()) && !_failed) SSL_shutdown(_session.get());
        _session.reset();
        ERR_clear_error();
    }

    /// The end without a word.
    void drop()
    {
        _failed = true;
        end();
    }

    SSL* session() { return _session.get(); }

    /// The server said that it was at its end, and the connection did not just break.
    bool endedOrderly() const { return (SSL_get_shutdown(_session.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

private:
    void configure(SSL_CTX* context) const
    {
        SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        SSL_CTX_set_security_level(context, 0); // so that versions that no one should use can be tried
        SSL_CTX_set_min_proto_version(context, _wish.version);
        SSL_CTX_set_max_proto_version(context, _wish.version);
        if (!_wish.ciphers.empty()) SSL_CTX_set_cipher_list(context, _wish.ciphers.c_str());
        if (!_wish.protocols.empty())
            SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(_wish.protocols.data()),
                                    static_cast<unsigned>(_wish.protocols.size()));
        if (_wish.ca.empty()) return;
        SSL_CTX_load_verify_locations(context, _wish.ca.c_str(), nullptr);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    }

    /// Calls until it is done. 0: the end; below 0: an error, which is thrown where it has a name.
    template <typename Call> int drive(int socket, const std::string& what, Call call)
    {
        for (;;)
        {
            ERR_clear_error();
            const int result = call();
            if (result > 0) return result;
            const int error = SSL_get_error(_session.get(), result);
            if (error == SSL_ERROR_ZERO_RETURN) return 0;
            if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) return fail(what);
            if (!ready(socket, error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, 10000)) throw std::runtime_error("nothing came in time");
        }
    }

    int fail(const std::string& what)
    {
        _failed = true;
        char text[256];
        ERR_error_string_n(ERR_peek_error(), text, sizeof text);
        if (!what.empty()) throw std::runtime_error("cannot " + what + ": " + text);
        return -1;
    }

    struct Free
    {
        void operator()(SSL* session) const { SSL_free(session); }
    };
    TlsWish _wish;
    std::unique_ptr<SSL, Free> _session;
    bool _failed = false;
};

} // namespace flyte_webhook::host
