#pragma once
#include <flyteidl2/task/task_definition.pb.h>

namespace flyte_webhook::flyte
{

/// What a run is to be a run of: a version of a registered task, or a specification of its own that was made from one. Refers to what it
/// was made from, which must outlive it.
class TaskToRun
{
public:
    TaskToRun(const flyteidl2::task::TaskIdentifier& id) : _id(id) {} // not explicit: an id says it all

    /// With a specification in place of the registered one, which is sent by value.
    TaskToRun(const flyteidl2::task::TaskIdentifier& id, const flyteidl2::task::TaskSpec& spec) : _id(id), _spec(&spec) {}

    const std::string& name() const { return _id.name(); }

    /// Names the task in a request that has both ways.
    template <typename Message> void nameIn(Message& message) const
    {
        if (_spec)
            *message.mutable_task_spec() = *_spec;
        else
            *message.mutable_task_id() = _id;
    }

private:
    const flyteidl2::task::TaskIdentifier& _id;
    const flyteidl2::task::TaskSpec* _spec = nullptr;
};

} // namespace flyte_webhook::flyte
