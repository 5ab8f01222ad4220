#pragma once
#include <functional>
#include <memory>
#include <pthread.h>

namespace flyte_webhook::host
{

/// A thread with a small stack that takes no signals (they are the main thread's). The destructor waits for its end.
class Thread
{
public:
    static constexpr std::size_t stackSize = 256 << 10;

    /// Throws std::system_error. `work` must not throw.
    Thread(const char* name, std::function<void()> work);
    ~Thread();
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

private:
    static void* run(void* self);

    const char* _name;
    std::function<void()> _work;
    pthread_t _thread{};
};

} // namespace flyte_webhook::host
