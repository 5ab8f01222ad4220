#pragma once
#include "sandbox/runs/run.h"
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{

class Database;

/// A run of that name exists.
struct RunNameTaken : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Runs, their phases, and inputs that were uploaded for runs to come. A change is on disk when its function
/// returns, so that it outlives the process, however that ends. Functions throw std::runtime_error when the database fails.
/// Thread: any.
class RunStore
{
public:
    /// The database must outlive the store.
    explicit RunStore(Database& database) : _database(database) {}

    /// Accepts a run, as queued. Throws RunNameTaken.
    Run create(const NewRun& run);

    std::optional<Run> find(const RunName& name) const;
    std::optional<Run> find(RunNumber number) const;

    /// The newest runs, newest first; of one task when one is named.
    std::vector<RunSummary> newest(std::size_t limit, const TaskName& task = {}) const;

    /// Moves a run on. False, and nothing happens, when it is done already: who comes second has lost.
    bool advance(RunNumber number, Phase phase);
    bool succeed(RunNumber number, std::string_view outputs);
    bool fail(RunNumber number, Phase phase, const RunError& error);
    bool abort(RunNumber number, std::string_view reason, const std::string& by);

    void keepLog(RunNumber number, std::string_view log);

    /// Every run that is not done becomes a failed one. Returns how many there were.
    std::size_t failUnfinished(const RunError& error);

    /// The newest run with that cache key that succeeded.
    std::optional<Run> cached(const std::string& cacheKey) const;

    /// Serialised task.Inputs of the runs of that task in a project and domain that succeeded, newest first.
    std::vector<std::string> succeededInputs(const TaskName& task, const std::string& project, const std::string& domain) const;

    /// The name that the next run gets when its caller names none.
    std::string nextName(const std::string& project, const std::string& domain) const;

    /// Serialised task.Inputs by the address that they were given.
    void keepInputs(const std::string& uri, std::string_view inputs);
    std::optional<std::string> inputs(const std::string& uri) const;

    /// Forgets uploaded inputs that are older. Runs keep their own copy.
    void forgetInputs(Time before);

private:
    Database& _database;
};

} // namespace flyte_webhook::sandbox
