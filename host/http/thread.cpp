#include "thread.h"
#include <csignal>
#include <system_error>

namespace flyte_webhook::host
{

namespace
{

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t stackFactor = 8; // the sanitizers' frames are several times as big
#else
constexpr std::size_t stackFactor = 1;
#endif

/// Makes threads that are created meanwhile begin without signals, but for those that a fault of their own raises.
class SignalsBlocked
{
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS}) sigdelset(&all, own);
        pthread_sigmask(SIG_BLOCK, &all, &_before);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &_before, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t _before{};
};

class Attributes
{
public:
    Attributes()
    {
        pthread_attr_init(&value);
        pthread_attr_setstacksize(&value, Thread::stackSize * stackFactor);
    }
    ~Attributes() { pthread_attr_destroy(&value); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    pthread_attr_t value{};
};

} // namespace

Thread::Thread(const char* name, std::function<void()> work) : _name(name), _work(std::move(work))
{
    const Attributes attributes;
    const SignalsBlocked blocked;
    if (const int error = pthread_create(&_thread, &attributes.value, run, this); error != 0)
        throw std::system_error(error, std::system_category(), "cannot start a thread");
}

Thread::~Thread() { pthread_join(_thread, nullptr); }

void* Thread::run(void* self)
{
    auto* thread = static_cast<Thread*>(self);
    pthread_setname_np(pthread_self(), thread->_name);
    thread->_work();
    return nullptr;
}

} // namespace flyte_webhook::host
