#include "socket_bio.h"
#include <algorithm>
#include <cerrno>
#include <limits>
#include <memory>
#include <new>
#include <openssl/bio.h>
#include <sys/socket.h>

namespace flyte_webhook::host
{

namespace
{

struct End
{
    int socket;
    std::size_t allowance = std::numeric_limits<std::size_t>::max();
};

End& endOf(BIO* bio) noexcept { return *static_cast<End*>(BIO_get_data(bio)); }

bool isForNow(int error) noexcept { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

int write(BIO* bio, const char* data, int size)
{
    BIO_clear_retry_flags(bio);
    const auto sent = ::send(endOf(bio).socket, data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (sent < 0 && isForNow(errno)) BIO_set_retry_write(bio);
    return static_cast<int>(sent);
}

int read(BIO* bio, char* data, int size)
{
    BIO_clear_retry_flags(bio);
    auto& end = endOf(bio);
    const auto most = std::min(static_cast<std::size_t>(size), end.allowance);
    const auto received = most > 0 ? ::recv(end.socket, data, most, 0) : -1;
    if (received < 0 && (most == 0 || isForNow(errno))) BIO_set_retry_read(bio);
    if (received > 0) end.allowance -= static_cast<std::size_t>(received);
    return static_cast<int>(received);
}

long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

int destroy(BIO* bio)
{
    delete static_cast<End*>(BIO_get_data(bio));
    return 1;
}

const BIO_METHOD* socketMethod()
{
    static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> method = []
    {
        std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> made(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket"),
                                                                   &BIO_meth_free);
        if (!made) throw std::bad_alloc();
        BIO_meth_set_write(made.get(), &write);
        BIO_meth_set_read(made.get(), &read);
        BIO_meth_set_ctrl(made.get(), &control);
        BIO_meth_set_destroy(made.get(), &destroy);
        return made;
    }();
    return method.get();
}

} // namespace

BIO* newSocketBio(int socket)
{
    auto end = std::make_unique<End>(End{socket});
    auto* bio = BIO_new(socketMethod());
    if (!bio) throw std::bad_alloc();
    BIO_set_data(bio, end.release());
    BIO_set_init(bio, 1);
    return bio;
}

void limitReading(BIO* bio, std::size_t most) noexcept { endOf(bio).allowance = most; }

} // namespace flyte_webhook::host
