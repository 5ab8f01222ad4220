#include "sandbox/apps/app_store.h"
#include "sandbox/runs/database.h"

using namespace Poco::Data::Keywords;
using Poco::Data::Session;
using Poco::Data::Statement;

namespace flyte_webhook::sandbox
{

std::optional<AppWish> AppStore::find(const AppName& app) const
{
    return _database.read(
        [&](Session& session) -> std::optional<AppWish>
        {
            AppWish wish;
            int port = 0;
            Poco::UInt64 revision = 0;
            Poco::Int64 updated = 0;
            Statement select(session);
            select << "SELECT wanted, revision, port, updated_by, updated_at FROM apps WHERE project = ? AND domain = ? AND name = ?",
                into(wish.started), into(revision), into(port), into(wish.updatedBy), into(updated), bind(app.project), bind(app.domain),
                bind(app.name);
            if (select.execute() == 0) return std::nullopt;
            wish.revision = revision;
            wish.port = static_cast<unsigned short>(port);
            wish.updatedAt = fromMicros(updated);
            return wish;
        });
}

void AppStore::keep(const AppName& app, const AppWish& wish)
{
    _database.change(
        [&](Session& session)
        {
            session << "INSERT OR REPLACE INTO apps VALUES (?, ?, ?, ?, ?, ?, ?, ?)", bind(app.project), bind(app.domain), bind(app.name),
                bind(wish.started ? 1 : 0), bind(static_cast<Poco::Int64>(wish.revision)), bind(static_cast<int>(wish.port)),
                bind(wish.updatedBy), bind(micros(wish.updatedAt)), now;
        });
}

} // namespace flyte_webhook::sandbox
