#pragma once
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// A table of docs/reliability.md that tests fill as they prove its rows. Where FLYTE_TEST_REPORT names a folder, each row is added to
/// NAME.md in it, under a heading that the first one writes; else nothing happens. Several programs may fill one table. Thread: any.
class ReportTable
{
public:
    ReportTable(std::string name, std::vector<std::string> columns);

    /// One cell a column. Call it after the assertions that prove it.
    void row(const std::vector<std::string>& cells) const;

private:
    std::string _file; ///< empty: nobody wants a report
    std::string _heading;
};

/// A row of the table of attacks.
void reportAttack(const std::string& attack, const std::string& outcome);

} // namespace flyte_webhook::test
