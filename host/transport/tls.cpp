#include "tls.h"
#include "tls/authorities.h"
#include "tls/socket_bio.h"
#include <new>
#include <openssl/x509v3.h>
#include <string_view>

namespace flyte_webhook::host::transport
{
namespace
{

void trustSystem(SSL_CTX* context)
{
    if (SSL_CTX_set_default_verify_paths(context) != 1) throw std::bad_alloc();
}

void offer(SSL* session, Tls::Protocol protocol)
{
    using namespace std::string_view_literals;
    const auto names = protocol == Tls::Protocol::http1 ? "\x08http/1.1"sv : "\x02h2"sv;
    SSL_set_alpn_protos(session, reinterpret_cast<const unsigned char*>(names.data()), static_cast<unsigned>(names.size()));
}

/// A certificate must be for the address where the host is one; then no name is sent along (RFC 6066).
void expect(SSL* session, const std::string& host)
{
    const auto name = host.back() == '.' ? host.substr(0, host.size() - 1) : host;
    auto* parameters = SSL_get0_param(session);
    if (X509_VERIFY_PARAM_set1_ip_asc(parameters, name.c_str()) == 1) return;
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (SSL_set1_host(session, name.c_str()) != 1 || SSL_set_tlsext_host_name(session, name.c_str()) != 1) throw std::bad_alloc();
}

} // namespace

Tls::Tls(const std::string& caFile, Trust trust)
    : _context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free), _trustsSystem(trust == Trust::systemToo || caFile.empty())
{
    if (!_context) throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(_context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(_context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(_context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    if (!caFile.empty()) trustAuthorities(_context.get(), caFile);
}

TlsSession Tls::begin(int socket, const std::string& host, Protocol protocol) const
{
    if (_trustsSystem) std::call_once(_systemRead, trustSystem, _context.get());
    TlsSession session(SSL_new(_context.get()), &SSL_free);
    if (!session) throw std::bad_alloc();
    auto* bio = newSocketBio(socket);
    SSL_set_bio(session.get(), bio, bio);
    SSL_set_connect_state(session.get());
    expect(session.get(), host);
    offer(session.get(), protocol);
    return session;
}

} // namespace flyte_webhook::host::transport
