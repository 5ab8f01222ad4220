#pragma once
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// Paths that look like /health to somebody who decodes or shortens them in another way, and guarded ones that look as if they led to it.
/// Without credentials none is open.
const std::vector<std::string>& spellingsOfGuardedPaths();

/// Paths of apps and tasks that an allow-list of the app "shop" and the task "development/flytesnacks/hello" does not hold, though somebody
/// may take them for these two.
const std::vector<std::string>& spellingsOfForbiddenNames();

} // namespace flyte_webhook::test
