#include "sandbox/apps/apps.h"
#include <algorithm>

namespace flyte_webhook::sandbox
{
namespace
{

std::string folderOf(const AppName& name, const std::string& state)
{
    return state + "/apps/" + name.project + "/" + name.domain + "/" + name.name;
}

} // namespace

Apps::Entry::Entry(App declared, AppStore& store, const ProcessGuard& guard, const std::string& state)
    : _app(std::move(declared)), _record(_app.name, store), _keeper(_app, _record, guard, folderOf(_app.name, state))
{
}

void Apps::Entry::want(bool started, std::uint64_t revision, const std::string& actor, const std::string& reason)
{
    if (_record.want(started, revision, actor, reason)) _keeper.order();
}

Apps::Apps(std::vector<App> declared, Database& database, const ProcessGuard& guard, const std::string& state) : _store(database)
{
    for (auto& app : declared) _entries.emplace_back(std::move(app), _store, guard, state);
}

Apps::~Apps()
{
    for (auto& entry : _entries) entry.stop(); // all at once, then each is waited for
}

const Apps::Entry* Apps::find(const AppName& name) const
{
    const auto found = std::find_if(_entries.begin(), _entries.end(), [&](const Entry& entry) { return entry.app().name == name; });
    return found == _entries.end() ? nullptr : &*found;
}

Apps::Entry* Apps::find(const AppName& name) { return const_cast<Entry*>(std::as_const(*this).find(name)); }

std::string addressOf(const AppState& state) { return "http://127.0.0.1:" + std::to_string(state.wish.port); }

} // namespace flyte_webhook::sandbox
