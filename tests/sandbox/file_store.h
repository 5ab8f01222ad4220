#pragma once
#include "sandbox/runs/database.h"
#include "sandbox/runs/run_store.h"
#include <string>

namespace flyte_webhook::test
{

/// A store of runs with a database file of its own.
class FileStore : private sandbox::Database, public sandbox::RunStore
{
public:
    explicit FileStore(const std::string& file) : Database(file), RunStore(static_cast<Database&>(*this)) {}

    /// Whoever else wants something of the store waits until `work` is done.
    template <typename Work> void whileHeld(Work&& work)
    {
        read([&](Poco::Data::Session&) { work(); });
    }
};

} // namespace flyte_webhook::test
