#pragma once

namespace flyte_webhook::sandbox
{

class TaskAnswers;
class RunAnswers;
class DataAnswers;
class AppAnswers;
class TriggerAnswers;
class UploadAnswers;
class ImageAnswers;

/// What the services answer by. All must outlive whoever uses them.
struct Answers
{
    const TaskAnswers& tasks;
    RunAnswers& runs;
    DataAnswers& data;
    AppAnswers& apps;
    TriggerAnswers& triggers;
    const UploadAnswers& uploads;
    const ImageAnswers& images;
};

} // namespace flyte_webhook::sandbox
