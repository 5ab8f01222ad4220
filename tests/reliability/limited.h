#pragma once
#include <stdexcept>
#include <sys/resource.h>
#include <sys/types.h>

namespace flyte_webhook::test
{

/// For its life a running process of this user has less of something; the rest of the process's own allowance stays for afterwards.
class Limited
{
public:
    using Resource = decltype(RLIMIT_NOFILE);

    Limited(pid_t process, Resource resource, rlim_t most) : _process(process), _resource(resource)
    {
        if (::prlimit(process, resource, nullptr, &_before) != 0) throw std::runtime_error("cannot read a limit of the process");
        const rlimit less{most, _before.rlim_max};
        if (::prlimit(process, resource, &less, nullptr) != 0) throw std::runtime_error("cannot limit the process");
    }
    ~Limited() { ::prlimit(_process, _resource, &_before, nullptr); }
    Limited(const Limited&) = delete;
    Limited& operator=(const Limited&) = delete;

private:
    const pid_t _process;
    const Resource _resource;
    rlimit _before{};
};

} // namespace flyte_webhook::test
