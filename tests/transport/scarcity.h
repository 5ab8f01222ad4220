#pragma once
#include <pthread.h>
#include <sys/resource.h>

namespace flyte_webhook::test
{

/// While there is one, no thread can be begun: each would have a stack that no address space has room for.
class NoThreads
{
public:
    NoThreads()
    {
        ::pthread_getattr_default_np(&_usual);
        pthread_attr_t vast;
        ::pthread_getattr_default_np(&vast);
        ::pthread_attr_setstacksize(&vast, std::size_t(1) << 50);
        ::pthread_setattr_default_np(&vast);
        ::pthread_attr_destroy(&vast);
    }
    ~NoThreads()
    {
        ::pthread_setattr_default_np(&_usual);
        ::pthread_attr_destroy(&_usual);
    }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

private:
    pthread_attr_t _usual{};
};

/// While there is one, no file can be opened.
class NoDescriptors
{
public:
    NoDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &_usual);
        const rlimit none{0, _usual.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &_usual); }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

private:
    rlimit _usual{};
};

} // namespace flyte_webhook::test
