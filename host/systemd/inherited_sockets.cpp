#include "inherited_sockets.h"
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <vector>

namespace flyte_webhook::host
{

namespace
{

/// The names that libsystemd allocated.
class Names
{
public:
    ~Names()
    {
        for (char** name = all; name && *name; ++name) std::free(*name);
        std::free(all);
    }

    char** all = nullptr;
};

/// A unit that gives its socket no name of its own gives it that of the unit.
std::string meaning(const std::string& name)
{
    constexpr const char* suffix = ".socket";
    const bool isUnit = name.size() > 7 && name.compare(name.size() - 7, 7, suffix) == 0;
    return isUnit || name == "unknown" ? "listener" : name;
}

bool listens(int socket) noexcept
{
    return sd_is_socket(socket, AF_INET, SOCK_STREAM, 1) > 0 || sd_is_socket(socket, AF_INET6, SOCK_STREAM, 1) > 0;
}

} // namespace

InheritedSockets InheritedSockets::ofProcess()
{
    Names names;
    const int count = sd_listen_fds_with_names(1, &names.all);
    InheritedSockets sockets;
    for (int i = 0; i < count; ++i) sockets.add(names.all[i], FileDescriptor(SD_LISTEN_FDS_START + i));
    return sockets;
}

FileDescriptor InheritedSockets::take(const std::string& name)
{
    const auto found = _sockets.find(name);
    return found == _sockets.end() ? FileDescriptor() : std::move(found->second);
}

void InheritedSockets::add(std::string name, FileDescriptor socket)
{
    const auto role = meaning(name);
    const auto where = "the socket '" + name + "' that the service manager passed ";
    if (role != "listener" && role != "admin")
        throw std::runtime_error(where + "has no use here; FileDescriptorName= of its unit must be listener or admin");
    if (!listens(socket.number()))
        throw std::runtime_error(where + "does not listen for TCP; its unit needs ListenStream= with a port, and Accept=no");
    if (!_sockets.emplace(role, std::move(socket)).second)
        throw std::runtime_error(where + "is a second one for the " + role + "; name one ListenStream= for it");
}

} // namespace flyte_webhook::host
