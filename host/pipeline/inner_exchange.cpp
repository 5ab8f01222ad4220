#include "inner_exchange.h"

namespace flyte_webhook::host
{

bool InnerExchange::write(std::string_view piece)
{
    if (_reply->body.size() + piece.size() > _most) _broken = true;
    if (!_broken) _reply->body += piece;
    return !_broken;
}

void InnerExchange::watchClient(Cancellation& cancellation)
{
    forget();
    _watcher = &cancellation;
    _whole.add(cancellation);
}

void InnerExchange::forget() noexcept
{
    if (_watcher) _whole.remove(*_watcher);
    _watcher = nullptr;
}

} // namespace flyte_webhook::host
