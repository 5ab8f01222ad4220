#include "sandbox/runs/run_store.h"
#include "sandbox/runs/database.h"

using namespace Poco::Data::Keywords;
using Poco::Data::Session;
using Poco::Data::Statement;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr const char* columns =
    "SELECT number, org, project, domain, name, task, version, started_by, phase, task_spec, run_spec, inputs, outputs, error,"
    " system_error, abort_reason, aborted_by, cache_key, log, task_project, task_domain FROM runs WHERE ";

std::vector<PhaseChange> phasesOf(Session& session, RunNumber number)
{
    std::vector<int> phases;
    std::vector<Poco::Int64> times;
    session << "SELECT phase, at FROM phases WHERE run = ? ORDER BY rowid", into(phases), into(times), bind(number), now;
    std::vector<PhaseChange> changes;
    for (std::size_t i = 0; i < phases.size(); ++i) changes.push_back({static_cast<Phase>(phases[i]), fromMicros(times[i])});
    return changes;
}

/// Runs a statement that selects `columns`, with its conditions bound.
std::optional<Run> fetch(Session& session, Statement& statement)
{
    Run run;
    int phase = 0;
    bool system = false;
    NullableBytes taskSpec, runSpec, inputs, outputs, error, reason, log;
    statement, into(run.number), into(run.org), into(run.name.project), into(run.name.domain), into(run.name.name), into(run.task),
        into(run.version), into(run.startedBy), into(phase), into(taskSpec), into(runSpec), into(inputs), into(outputs), into(error),
        into(system), into(reason), into(run.abortedBy), into(run.cacheKey), into(log), into(run.taskProject), into(run.taskDomain);
    if (statement.execute() == 0) return std::nullopt;
    run.phase = static_cast<Phase>(phase);
    run.taskSpec = toBytes(taskSpec);
    run.runSpec = toBytes(runSpec);
    run.inputs = toBytes(inputs);
    run.outputs = toBytes(outputs);
    if (!error.isNull()) run.error = RunError{toBytes(error), system};
    run.abortReason = toBytes(reason);
    run.log = toBytes(log);
    run.phases = phasesOf(session, run.number);
    return run;
}

std::optional<Run> findByNumber(Session& session, RunNumber number)
{
    Statement statement(session);
    statement << columns << "number = ?", bind(number);
    return fetch(session, statement);
}

std::optional<Run> findByName(Session& session, const RunName& name)
{
    Statement statement(session);
    statement << columns << "project = ? AND domain = ? AND name = ?", bind(name.project), bind(name.domain), bind(name.name);
    return fetch(session, statement);
}

bool exists(Session& session, const RunName& name)
{
    int count = 0;
    session << "SELECT count(*) FROM runs WHERE project = ? AND domain = ? AND name = ?", into(count), bind(name.project),
        bind(name.domain), bind(name.name), now;
    return count > 0;
}

void notePhase(Session& session, RunNumber number, Phase phase)
{
    session << "INSERT INTO phases VALUES (?, ?, ?)", bind(number), bind(static_cast<int>(phase)), bind(micros(currentTime())), now;
}

/// Whether this call is the one that moved the run on.
bool moveOn(Session& session, RunNumber number, Phase phase)
{
    Statement update(session);
    update << "UPDATE runs SET phase = ? WHERE number = ? AND phase < ?", bind(static_cast<int>(phase)), bind(number),
        bind(static_cast<int>(isDone(phase) ? Phase::succeeded : phase));
    if (update.execute() == 0) return false;
    notePhase(session, number, phase);
    return true;
}

void noteError(Session& session, RunNumber number, const RunError& error)
{
    session << "UPDATE runs SET error = ?, system_error = ? WHERE number = ?", bind(toBlob(error.message)), bind(error.system ? 1 : 0),
        bind(number), now;
}

/// The first name of the sequence that no run has yet, and its place in the sequence.
std::pair<std::string, Poco::Int64> freeName(Session& session, const std::string& project, const std::string& domain)
{
    Poco::Int64 next = 0;
    session << "SELECT next FROM sequence", into(next), now;
    while (exists(session, {project, domain, "run-" + std::to_string(next)})) ++next;
    return {"run-" + std::to_string(next), next};
}

RunName takeName(Session& session, const RunName& wanted)
{
    if (!wanted.name.empty())
    {
        if (exists(session, wanted)) throw RunNameTaken("a run with the name " + wanted.name + " exists already");
        return wanted;
    }
    const auto [name, place] = freeName(session, wanted.project, wanted.domain);
    session << "UPDATE sequence SET next = ?", bind(place + 1), now;
    return {wanted.project, wanted.domain, name};
}

RunNumber insert(Session& session, const RunName& name, const NewRun& run)
{
    session << "INSERT INTO runs (org, project, domain, name, task, version, started_by, phase, task_spec, run_spec, inputs, cache_key,"
               " task_project, task_domain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        bind(run.org), bind(name.project), bind(name.domain), bind(name.name), bind(run.task), bind(run.version), bind(run.startedBy),
        bind(static_cast<int>(Phase::queued)), bind(toBlob(run.taskSpec)), bind(toBlob(run.runSpec)), bind(toBlob(run.inputs)),
        bind(run.cacheKey), bind(run.taskProject), bind(run.taskDomain), now;
    RunNumber number = 0;
    session << "SELECT last_insert_rowid()", into(number), now;
    notePhase(session, number, Phase::queued);
    return number;
}

std::vector<RunNumber> unfinished(Session& session)
{
    std::vector<RunNumber> numbers;
    session << "SELECT number FROM runs WHERE phase < ?", into(numbers), bind(static_cast<int>(Phase::succeeded)), now;
    return numbers;
}

std::vector<RunSummary> summaries(Session& session, std::size_t limit, const TaskName& task)
{
    std::vector<RunSummary> rows;
    RunSummary row;
    int phase = 0;
    Poco::Int64 accepted = 0, changed = 0;
    Statement select(session);
    select << "SELECT number, project, domain, name, task_project, task_domain, task, version, started_by, runs.phase, min(at), max(at) "
              "FROM runs JOIN phases"
              " ON run = number WHERE ? = '' OR (task_project = ? AND task_domain = ? AND task = ?)"
              " GROUP BY number ORDER BY number DESC LIMIT ?",
        into(row.number), into(row.name.project), into(row.name.domain), into(row.name.name), into(row.taskProject), into(row.taskDomain),
        into(row.task), into(row.version), into(row.startedBy), into(phase), into(accepted), into(changed), bind(task.name),
        bind(task.project), bind(task.domain), bind(task.name), bind(static_cast<Poco::Int64>(limit)), range(0, 1);
    while (!select.done() && select.execute() > 0)
    {
        row.phase = static_cast<Phase>(phase);
        row.acceptedAt = fromMicros(accepted);
        row.changedAt = fromMicros(changed);
        rows.push_back(row);
    }
    return rows;
}

} // namespace

Run RunStore::create(const NewRun& run)
{
    return _database.change([&](Session& session) { return *findByNumber(session, insert(session, takeName(session, run.name), run)); });
}

std::optional<Run> RunStore::find(const RunName& name) const
{
    return _database.read([&](Session& session) { return findByName(session, name); });
}

std::optional<Run> RunStore::find(RunNumber number) const
{
    return _database.read([&](Session& session) { return findByNumber(session, number); });
}

std::vector<RunSummary> RunStore::newest(std::size_t limit, const TaskName& task) const
{
    return _database.read([&](Session& session) { return summaries(session, limit, task); });
}

bool RunStore::advance(RunNumber number, Phase phase)
{
    return _database.change([&](Session& session) { return moveOn(session, number, phase); });
}

bool RunStore::succeed(RunNumber number, std::string_view outputs)
{
    return _database.change(
        [&](Session& session)
        {
            if (!moveOn(session, number, Phase::succeeded)) return false;
            session << "UPDATE runs SET outputs = ? WHERE number = ?", bind(toBlob(outputs)), bind(number), now;
            return true;
        });
}

bool RunStore::fail(RunNumber number, Phase phase, const RunError& error)
{
    return _database.change(
        [&](Session& session)
        {
            if (!moveOn(session, number, phase)) return false;
            noteError(session, number, error);
            return true;
        });
}

bool RunStore::abort(RunNumber number, std::string_view reason, const std::string& by)
{
    return _database.change(
        [&](Session& session)
        {
            if (!moveOn(session, number, Phase::aborted)) return false;
            session << "UPDATE runs SET abort_reason = ?, aborted_by = ? WHERE number = ?", bind(toBlob(reason)), bind(by), bind(number),
                now;
            return true;
        });
}

void RunStore::keepLog(RunNumber number, std::string_view log)
{
    _database.change([&](Session& session)
                     { session << "UPDATE runs SET log = ? WHERE number = ?", bind(toBlob(log)), bind(number), now; });
}

std::size_t RunStore::failUnfinished(const RunError& error)
{
    return _database.change(
        [&](Session& session)
        {
            const auto numbers = unfinished(session);
            for (const RunNumber number : numbers)
            {
                moveOn(session, number, Phase::failed);
                noteError(session, number, error);
            }
            return numbers.size();
        });
}

std::optional<Run> RunStore::cached(const std::string& cacheKey) const
{
    return _database.read(
        [&](Session& session)
        {
            Statement statement(session);
            statement << columns << "cache_key = ? AND phase = ? ORDER BY number DESC LIMIT 1", bind(cacheKey),
                bind(static_cast<int>(Phase::succeeded));
            return fetch(session, statement);
        });
}

std::vector<std::string> RunStore::succeededInputs(const TaskName& task, const std::string& project, const std::string& domain) const
{
    return _database.read(
        [&](Session& session)
        {
            std::vector<std::string> all;
            NullableBytes inputs;
            Statement select(session);
            select << "SELECT inputs FROM runs WHERE task_project = ? AND task_domain = ? AND task = ? AND project = ? AND domain = ? AND"
                      " phase = ? ORDER BY number DESC",
                into(inputs), bind(task.project), bind(task.domain), bind(task.name), bind(project), bind(domain),
                bind(static_cast<int>(Phase::succeeded)), range(0, 1);
            while (!select.done() && select.execute() > 0) all.push_back(toBytes(inputs));
            return all;
        });
}

std::string RunStore::nextName(const std::string& project, const std::string& domain) const
{
    return _database.read([&](Session& session) { return freeName(session, project, domain).first; });
}

void RunStore::keepInputs(const std::string& uri, std::string_view inputs)
{
    _database.change(
        [&](Session& session) {
            session << "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?)", bind(uri), bind(toBlob(inputs)), bind(micros(currentTime())), now;
        });
}

std::optional<std::string> RunStore::inputs(const std::string& uri) const
{
    return _database.read(
        [&](Session& session) -> std::optional<std::string>
        {
            NullableBytes value;
            Statement select(session);
            select << "SELECT value FROM inputs WHERE uri = ?", into(value), bind(uri);
            if (select.execute() == 0) return std::nullopt;
            return toBytes(value);
        });
}

void RunStore::forgetInputs(Time before)
{
    _database.change([&](Session& session) { session << "DELETE FROM inputs WHERE at < ?", bind(micros(before)), now; });
}

} // namespace flyte_webhook::sandbox
