#pragma once
#include "sandbox/services/answers.h"
#include "sandbox/services/call.h"
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// One method of a service.
struct Method
{
    bool streaming = false;            ///< answers by any number of messages, not by one
    std::function<void(Call&)> answer; ///< throws RpcError, also when the caller is nobody
};

/// All methods of the control plane by their paths, `/package.Service/Method`. Thread: any.
class Methods
{
public:
    using Table = std::map<std::string, Method, std::less<>>;

    /// What they are answered by must outlive the methods.
    explicit Methods(const Answers& to);

    /// nullptr: there is none of that path.
    const Method* find(std::string_view path) const;

    const Table& all() const noexcept { return _table; }

private:
    Table _table;
};

} // namespace flyte_webhook::sandbox
