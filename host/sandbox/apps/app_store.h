#pragma once
#include "sandbox/apps/app.h"
#include "sandbox/apps/app_state.h"
#include <optional>

namespace flyte_webhook::sandbox
{

class Database;

/// What apps are wanted to be, on disk. Functions throw std::runtime_error when the database fails. Thread: any.
class AppStore
{
public:
    /// The database must outlive the store.
    explicit AppStore(Database& database) : _database(database) {}

    /// Nothing for an app that was never kept.
    std::optional<AppWish> find(const AppName& app) const;
    void keep(const AppName& app, const AppWish& wish);

private:
    Database& _database;
};

} // namespace flyte_webhook::sandbox
