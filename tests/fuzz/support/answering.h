#pragma once
#include "base/file_descriptor.h"
#include "support/temporary_directory.h"
#include "transport/connection.h"
#include <memory>
#include <string_view>

namespace flyte_webhook::fuzz
{

/// A server on a local socket that has answered before it is asked: one answer to each connection, then its end. Thread: one at a time.
class Answering
{
public:
    Answering();

    /// A connection to it, over which that answer comes. It holds until the next one is made.
    std::unique_ptr<host::transport::Connection> connection(std::string_view answer, host::transport::Patience& patience);

private:
    const test::TemporaryDirectory _folder;
    const std::string _path;
    const host::FileDescriptor _listener;
    host::FileDescriptor _accepted;
};

} // namespace flyte_webhook::fuzz
