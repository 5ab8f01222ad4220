#include "sandbox/runs/database.h"
#include <Poco/Data/SQLite/Connector.h>
#include <vector>

using namespace Poco::Data::Keywords;

namespace flyte_webhook::sandbox
{
namespace
{

using Statements = std::vector<const char*>;

/// What each version of the tables adds to the one before.
const std::vector<Statements> versions{
    {
        ("CREATE TABLE runs (number INTEGER PRIMARY KEY AUTOINCREMENT, org TEXT NOT NULL, project TEXT NOT NULL, domain TEXT NOT NULL,"
         " name TEXT NOT NULL, task TEXT NOT NULL, version TEXT NOT NULL, started_by TEXT NOT NULL, phase INTEGER NOT NULL, task_spec BLOB,"
         " run_spec BLOB, inputs BLOB, outputs BLOB, error BLOB, system_error INTEGER NOT NULL DEFAULT 0, abort_reason BLOB,"
         " aborted_by TEXT NOT NULL DEFAULT '', cache_key TEXT NOT NULL, log BLOB, UNIQUE (project, domain, name))"),
        "CREATE INDEX runs_by_cache_key ON runs (cache_key)",
        "CREATE TABLE phases (run INTEGER NOT NULL, phase INTEGER NOT NULL, at INTEGER NOT NULL)",
        "CREATE INDEX phases_by_run ON phases (run)",
        "CREATE TABLE inputs (uri TEXT PRIMARY KEY, value BLOB, at INTEGER NOT NULL)",
        "CREATE TABLE sequence (next INTEGER NOT NULL)",
        "INSERT INTO sequence VALUES (1)",
    },
    {
        "ALTER TABLE runs ADD COLUMN task_project TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE runs ADD COLUMN task_domain TEXT NOT NULL DEFAULT ''",
        "UPDATE runs SET task_project = project, task_domain = domain",
        ("CREATE TABLE apps (project TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL, wanted INTEGER NOT NULL, revision INTEGER NOT"
         " NULL, port INTEGER NOT NULL, updated_by TEXT NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY (project, domain, name))"),
        ("CREATE TABLE triggers (project TEXT NOT NULL, domain TEXT NOT NULL, task TEXT NOT NULL, name TEXT NOT NULL, active INTEGER NOT "
         "NULL,"
         " revision INTEGER NOT NULL, updated_at INTEGER NOT NULL, triggered_at INTEGER NOT NULL, PRIMARY KEY (project, domain, task, "
         "name))"),
    },
};

constexpr std::size_t patience = 1; ///< in seconds; what cannot be opened is tried again as long

/// `what` cannot be done with the state, and why.
[[noreturn]] void refuse(const std::string& file, const char* what, const Poco::Exception& e)
{
    throw std::runtime_error("the state in " + file + " cannot be " + what + ": " + e.displayText() +
                             "; choose another folder, or mend what is there");
}

Poco::Data::Session open(const std::string& file)
{
    Poco::Data::SQLite::Connector::registerConnector();
    try
    {
        return Poco::Data::Session("SQLite", file, patience);
    }
    catch (const Poco::Exception& e)
    {
        refuse(file, "opened", e);
    }
}

} // namespace

Poco::Data::BLOB toBlob(std::string_view bytes)
{
    return Poco::Data::BLOB(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string toBytes(const NullableBytes& bytes)
{
    if (bytes.isNull() || bytes.value().size() == 0) return {};
    return std::string(reinterpret_cast<const char*>(bytes.value().rawContent()), bytes.value().size());
}

Database::Database(const std::string& file) : _session(open(file))
{
    try
    {
        prepare(file);
    }
    catch (const Poco::Exception& e)
    {
        refuse(file, "used", e);
    }
}

void Database::prepare(const std::string& file)
{
    int version = 0;
    std::string journal;
    _session << "PRAGMA journal_mode = WAL", into(journal), now;
    _session << "PRAGMA synchronous = FULL", now;
    _session << "PRAGMA user_version", into(version), now;
    const int newest = static_cast<int>(versions.size());
    if (version < 0 || version > newest)
        throw std::runtime_error("the state in " + file + " has format " + std::to_string(version) + ", this program writes " +
                                 std::to_string(newest) + ": choose another folder, or remove it");
    for (; version < newest; ++version) addVersion(version);
}

void Database::addVersion(int version)
{
    Transaction transaction(_session);
    for (const char* statement : versions[static_cast<std::size_t>(version)]) _session << statement, now;
    _session << "PRAGMA user_version = " + std::to_string(version + 1), now;
    transaction.commit();
}

} // namespace flyte_webhook::sandbox
