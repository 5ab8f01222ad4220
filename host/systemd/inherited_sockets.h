#pragma once
#include "base/file_descriptor.h"
#include <map>
#include <string>

namespace flyte_webhook::host
{

/// The listening sockets that the service manager holds for this process ($LISTEN_FDS), by their names (FileDescriptorName= of the socket
/// unit): who connects while the service restarts waits in them instead of being refused. Thread: one at a time.
class InheritedSockets
{
public:
    /// None.
    InheritedSockets() = default;

    /// Takes those of this process, and out of its environment what tells of them. Throws std::runtime_error when there is one that cannot
    /// be used: none of TCP that listens, one too many, or of a name that means nothing.
    static InheritedSockets ofProcess();

    /// Whether one of that name was passed.
    bool has(const std::string& name) const { return _sockets.count(name) != 0; }

    /// The one of that name; none when there is none. The public listener is "listener", and so is one that was given no name.
    FileDescriptor take(const std::string& name);

private:
    void add(std::string name, FileDescriptor socket);

    std::map<std::string, FileDescriptor> _sockets;
};

} // namespace flyte_webhook::host
