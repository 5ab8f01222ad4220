#pragma once
#include "sandbox/base/descriptor.h"
#include <string>

namespace flyte_webhook::sandbox
{

/// The folder that holds all state, locked against a second sandbox. Thread: its owner's.
class StateFolder
{
public:
    /// Makes and locks the folder; an empty path means a temporary one, which is removed with the object, and first removes those that
    /// sandboxes left behind which were killed more than a minute ago. Throws std::runtime_error when
    /// the folder cannot be made or another sandbox holds it.
    explicit StateFolder(const std::string& path);
    ~StateFolder();
    StateFolder(const StateFolder&) = delete;
    StateFolder& operator=(const StateFolder&) = delete;

    /// Absolute.
    const std::string& path() const noexcept { return _path; }
    bool isTemporary() const noexcept { return _temporary; }
    std::string databaseFile() const { return _path + "/sandbox.db"; }

private:
    bool _temporary;
    std::string _path;
    Descriptor _lock;
};

} // namespace flyte_webhook::sandbox
