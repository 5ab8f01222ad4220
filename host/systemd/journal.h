#pragma once
#include "base/file_descriptor.h"
#include <string>

namespace flyte_webhook::host
{

/// Where the journal takes entries.
inline constexpr const char* journalAddress = "/run/systemd/journal/socket";

/// Whether the service manager connected that descriptor to the journal ($JOURNAL_STREAM).
bool isJournal(int descriptor) noexcept;

/// A socket that takes one entry of the journal with each write, as LogFormat::journal makes them; it can be asked whether it takes one at
/// this moment, which libsystemd's own function to send one does not. None: nobody is there.
FileDescriptor connectToJournal(const std::string& address = journalAddress) noexcept;

} // namespace flyte_webhook::host
