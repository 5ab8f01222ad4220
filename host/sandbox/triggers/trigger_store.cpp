#include "sandbox/triggers/trigger_store.h"
#include "sandbox/runs/database.h"

using namespace Poco::Data::Keywords;
using Poco::Data::Session;
using Poco::Data::Statement;

namespace flyte_webhook::sandbox
{

std::optional<TriggerState> TriggerStore::find(const TriggerName& name) const
{
    return _database.read(
        [&](Session& session) -> std::optional<TriggerState>
        {
            TriggerState state;
            Poco::Int64 revision = 0, updated = 0, triggered = 0;
            Statement select(session);
            select << "SELECT active, revision, updated_at, triggered_at FROM triggers WHERE project = ? AND domain = ? AND task = ?"
                      " AND name = ?",
                into(state.active), into(revision), into(updated), into(triggered), bind(name.project), bind(name.domain), bind(name.task),
                bind(name.name);
            if (select.execute() == 0) return std::nullopt;
            state.revision = static_cast<std::uint64_t>(revision);
            state.updatedAt = fromMicros(updated);
            if (triggered != 0) state.triggeredAt = fromMicros(triggered);
            return state;
        });
}

void TriggerStore::keep(const TriggerName& name, const TriggerState& state)
{
    _database.change(
        [&](Session& session)
        {
            session << "INSERT OR REPLACE INTO triggers VALUES (?, ?, ?, ?, ?, ?, ?, ?)", bind(name.project), bind(name.domain),
                bind(name.task), bind(name.name), bind(state.active ? 1 : 0), bind(static_cast<Poco::Int64>(state.revision)),
                bind(micros(state.updatedAt)), bind(state.triggeredAt ? micros(*state.triggeredAt) : Poco::Int64(0)), now;
        });
}

} // namespace flyte_webhook::sandbox
