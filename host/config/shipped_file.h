#pragma once
#include <string>

namespace flyte_webhook::host
{

/// The text of conf/flyte-webhook.ini: every key of settingTable() with its default and a line of help, commented out.
std::string shippedFile();

} // namespace flyte_webhook::host
