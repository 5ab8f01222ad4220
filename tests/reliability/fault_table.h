#pragma once
#include "support/report.h"
#include <string>

namespace flyte_webhook::test
{

/// The table of faults: what was done to the server, and what came of it.
class FaultTable
{
public:
    void row(const std::string& fault, const std::string& outcome, const std::string& protocol = "any") const
    {
        _table.row({fault, protocol, outcome});
    }

private:
    const ReportTable _table{"faults", {"fault", "protocol", "outcome"}};
};

} // namespace flyte_webhook::test
