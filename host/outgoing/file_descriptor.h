#pragma once
#include <unistd.h>
#include <utility>

namespace flyte_webhook::host::outgoing
{

/// Owns a file descriptor; -1 is none.
class FileDescriptor
{
public:
    explicit FileDescriptor(int descriptor = -1) noexcept : _descriptor(descriptor) {}
    FileDescriptor(FileDescriptor&& other) noexcept : _descriptor(std::exchange(other._descriptor, -1)) {}
    FileDescriptor& operator=(FileDescriptor&&) = delete;
    ~FileDescriptor()
    {
        if (_descriptor >= 0) ::close(_descriptor);
    }

    int get() const noexcept { return _descriptor; }

private:
    int _descriptor;
};

} // namespace flyte_webhook::host::outgoing
