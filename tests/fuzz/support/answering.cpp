#include "support/answering.h"
#include "support/input.h"
#include <sys/socket.h>

namespace flyte_webhook::fuzz
{

namespace
{

Poco::Net::SocketAddress addressOf(const std::string& path) { return {Poco::Net::SocketAddress::UNIX_LOCAL, path}; }

} // namespace

Answering::Answering() : _path(_folder.path() / "socket"), _listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)), _accepted(-1)
{
    const auto address = addressOf(_path);
    const bool listens = ::bind(_listener.number(), address.addr(), address.length()) == 0 && ::listen(_listener.number(), SOMAXCONN) == 0;
    require(listens, "there is a local socket", _path);
}

std::unique_ptr<host::transport::Connection> Answering::connection(std::string_view answer, host::transport::Patience& patience)
{
    auto made = std::make_unique<host::transport::Connection>(addressOf(_path), patience,
                                                              host::transport::Patience::Clock::now() + std::chrono::minutes(10));
    _accepted = host::FileDescriptor(::accept4(_listener.number(), nullptr, nullptr, SOCK_CLOEXEC));
    const auto sent = ::send(_accepted.number(), answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    require(sent == static_cast<ssize_t>(answer.size()), "an answer fits into a socket's memory");
    ::shutdown(_accepted.number(), SHUT_WR);
    return made;
}

} // namespace flyte_webhook::fuzz
