#include "control_plane/tls_listener.h"
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/TemporaryFile.h>
#include <fstream>
#include <openssl/ssl.h>
#include <string_view>

namespace flyte_webhook::test
{
namespace
{

using namespace std::string_view_literals;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

template <bool http2, int otherwise>
int choose(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered, unsigned offeredSize, void*)
{
    constexpr auto mine = http2 ? "\2h2"sv : "\10http/1.1"sv;
    const auto found = SSL_select_next_proto(const_cast<unsigned char**>(chosen), size, bytes(mine), static_cast<unsigned>(mine.size()),
                                             offered, offeredSize);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : otherwise;
}

void choose(SSL_CTX* context, Alpn alpn)
{
    if (alpn == Alpn::http1) SSL_CTX_set_alpn_select_cb(context, choose<false, SSL_TLSEXT_ERR_NOACK>, nullptr);
    if (alpn == Alpn::http2OrAlert) SSL_CTX_set_alpn_select_cb(context, choose<true, SSL_TLSEXT_ERR_ALERT_FATAL>, nullptr);
    if (alpn == Alpn::http2OrNothing) SSL_CTX_set_alpn_select_cb(context, choose<true, SSL_TLSEXT_ERR_NOACK>, nullptr);
}

} // namespace

Poco::Net::ServerSocket listenOverTls(const TestIdentity& identity, Alpn alpn)
{
    using Poco::Net::Context;
    const Poco::TemporaryFile certificate, key;
    std::ofstream(certificate.path()) << identity.certificate;
    std::ofstream(key.path()) << identity.key;
    const Context::Ptr context(new Context(Context::SERVER_USE, key.path(), certificate.path(), "", Context::VERIFY_NONE));
    choose(context->sslContext(), alpn);
    return Poco::Net::SecureServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0), 64, context);
}

} // namespace flyte_webhook::test
