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
};

} // namespace flyte_webhook::test
