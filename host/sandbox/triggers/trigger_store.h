#pragma once
#include "sandbox/triggers/trigger.h"
#include <optional>

namespace flyte_webhook::sandbox
{

class Database;

/// The states of triggers, on disk. Functions throw std::runtime_error when the database fails. Thread: any.
class TriggerStore
{
public:
    /// The database must outlive the store.
    explicit TriggerStore(Database& database) : _database(database) {}

    /// Nothing for a trigger that was never kept.
    std::optional<TriggerState> find(const TriggerName& name) const;
    void keep(const TriggerName& name, const TriggerState& state);

private:
    Database& _database;
};

} // namespace flyte_webhook::sandbox
