#pragma once
#include <Poco/Data/Session.h>

namespace flyte_webhook::sandbox
{

/// A transaction of SQLite, which ends in any case: undone unless it was committed. Poco's own goes on for good when SQLite has undone it
/// by itself, as it does on a full disk. Thread: that of the session.
class Transaction
{
public:
    explicit Transaction(Poco::Data::Session& session);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    void commit();

private:
    Poco::Data::Session& _session;
    bool _committed = false;
};

} // namespace flyte_webhook::sandbox
