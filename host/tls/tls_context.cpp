#include "tls_context.h"
#include "tls/socket_bio.h"
#include <new>
#include <openssl/ssl.h>

namespace flyte_webhook::host
{

namespace
{

/// Those of TLS 1.2; each of 1.3's is good. All have forward secrecy and authenticate what they encrypt.
constexpr auto ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// A session can be resumed for so long. Its ticket is with the client; nothing is kept here.
constexpr long ticketSeconds = 3600;

/// HTTP/1.1 or nothing: who offers a list without it wants something else.
int selectProtocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered, unsigned int offeredSize, void*)
{
    static constexpr unsigned char http11[] = "\x08http/1.1";
    auto** place = const_cast<unsigned char**>(chosen);
    const auto found = SSL_select_next_proto(place, size, http11, sizeof http11 - 1, offered, offeredSize);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void configure(SSL_CTX* context)
{
    if (!context || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 || SSL_CTX_set_cipher_list(context, ciphers) != 1)
        throw std::bad_alloc();
    // An idle connection gives its buffers back; a retried write may come from elsewhere and be longer.
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CLEANSE_PLAINTEXT); // it holds credentials
    SSL_CTX_set_read_ahead(context, 1); // one system call for a record instead of two
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_timeout(context, ticketSeconds);
    SSL_CTX_set_alpn_select_cb(context, &selectProtocol, nullptr);
}

} // namespace

void TlsSessionFree::operator()(SSL* session) const noexcept { SSL_free(session); }
void TlsContext::Free::operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }

TlsContext::TlsContext(const TlsIdentity& identity)
    : _context(SSL_CTX_new(TLS_server_method())), _warnings(identity.warnings()), _expiration(identity.expiration())
{
    configure(_context.get());
    identity.showIn(_context.get());
}

TlsSession TlsContext::begin(int socket) const
{
    TlsSession session(SSL_new(_context.get()));
    if (!session) throw std::bad_alloc();
    auto* bio = newSocketBio(socket);
    SSL_set_bio(session.get(), bio, bio);
    SSL_set_accept_state(session.get());
    return session;
}

} // namespace flyte_webhook::host
