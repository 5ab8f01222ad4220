#pragma once
#include <unistd.h>
#include <utility>

namespace flyte_webhook::sandbox
{

/// A file descriptor that is closed when its owner ends. Thread: one at a time.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number) noexcept : _number(number) {}
    Descriptor(Descriptor&& other) noexcept : _number(std::exchange(other._number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(_number, other._number);
        return *this;
    }
    ~Descriptor() { close(); }

    int number() const noexcept { return _number; }
    explicit operator bool() const noexcept { return _number >= 0; }

    void close() noexcept
    {
        if (_number >= 0) ::close(std::exchange(_number, -1));
    }

private:
    int _number = -1;
};

/// Both ends of a pipe, neither of which a program that is executed inherits. Throws std::system_error.
struct Pipe
{
    Descriptor reader, writer;

    static Pipe make(int flags = 0);
};

} // namespace flyte_webhook::sandbox
