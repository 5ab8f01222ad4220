#pragma once
#include <unistd.h>
#include <utility>

namespace flyte_webhook::host
{

/// Owns a file descriptor and closes it. Thread: one at a time.
class FileDescriptor
{
public:
    FileDescriptor() = default; ///< none
    explicit FileDescriptor(int number) noexcept : _number(number) {}
    ~FileDescriptor() { close(); }
    FileDescriptor(FileDescriptor&& other) noexcept : _number(std::exchange(other._number, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept
    {
        FileDescriptor taken(std::move(other)); // and closes what was owned before
        std::swap(_number, taken._number);
        return *this;
    }

    int number() const noexcept { return _number; } ///< -1: none
    bool valid() const noexcept { return _number >= 0; }

    /// Gives it to another owner.
    int release() noexcept { return std::exchange(_number, -1); }

    void close() noexcept
    {
        if (valid()) ::close(std::exchange(_number, -1));
    }

private:
    int _number = -1;
};

} // namespace flyte_webhook::host
