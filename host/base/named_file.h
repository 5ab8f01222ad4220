#pragma once
#include "base/file_descriptor.h"
#include <cstddef>
#include <stdexcept>
#include <string>

namespace flyte_webhook::host
{

/// A file that an operator named cannot be read. The message goes behind the file's name: "cannot be read: ...; name a file that ...".
struct UnreadableFile : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// Opens a file that an operator named. It has to be a regular one, since a pipe or a terminal can make its reader wait for good; the null
/// device is an empty one. Throws UnreadableFile.
FileDescriptor openNamedFile(const std::string& file);

/// The text of such a file, which has at most `largest` bytes. Throws UnreadableFile.
std::string readNamedFile(const std::string& file, std::size_t largest);

/// As ::read(), begun again where a signal interrupts it; 0 at the end. Throws UnreadableFile.
std::size_t readSome(const FileDescriptor& file, char* buffer, std::size_t size);

} // namespace flyte_webhook::host
