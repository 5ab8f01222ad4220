#include "sandbox/runs/transaction.h"
#include <Poco/Data/Statement.h>

using namespace Poco::Data::Keywords;

namespace flyte_webhook::sandbox
{

Transaction::Transaction(Poco::Data::Session& session) : _session(session) { _session << "BEGIN", now; }

Transaction::~Transaction()
{
    if (!_committed) try
        {
            _session << "ROLLBACK", now;
        }
        catch (const Poco::Exception&) // SQLite has undone it
        {
        }
}

void Transaction::commit()
{
    _session << "COMMIT", now;
    _committed = true;
}

} // namespace flyte_webhook::sandbox
