#pragma once
#include "flyteidl2/core/literals.pb.h"
#include "flyteidl2/core/types.pb.h"
#include "flyteidl2/task/task_definition.pb.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/flyte/values.h>
#include <string>
#include <string_view>
#include <vector>

namespace values_test
{

namespace flyte = flyte_webhook::flyte;
namespace core = flyteidl2::core;
namespace task = flyteidl2::task;

/// JSON text, parsed as the server parses a body.
rapidjson::Document json(std::string_view text);
std::string jsonOf(const rapidjson::Value& value);

// Types.
core::LiteralType simple(core::SimpleType type, const std::string& tag = {});
core::LiteralType listOf(const core::LiteralType& element);
core::LiteralType mapOf(const core::LiteralType& element);
core::LiteralType unionOf(const std::vector<core::LiteralType>& variants);
core::LiteralType enumOf(const std::vector<std::string>& values);
core::LiteralType blob(core::BlobType::BlobDimensionality dimensionality);
core::LiteralType table();
/// A STRUCT; with the JSON schema of that text unless it is empty.
core::LiteralType structOf(std::string_view schema = {});

// Literals.
core::Literal integer(std::int64_t value);
core::Literal number(double value);
core::Literal text(const std::string& value);
core::Literal boolean(bool value);
core::Literal none();
core::Literal binary(const std::string& value, const std::string& tag);

/// Equal messages give equal bytes.
std::string bytesOf(const google::protobuf::MessageLite& message);
void assertSame(const google::protobuf::MessageLite& expected, const google::protobuf::MessageLite& came, std::string_view what);

/// The literal of that JSON, as an input named `x`.
core::Literal in(const core::LiteralType& type, std::string_view text);
/// What toLiteral() says about that JSON; fails the test if it takes it.
std::string refusal(const core::LiteralType& type, std::string_view text);
/// Asserts that each part stands in the text.
void assertHolds(const std::string& text, const std::vector<std::string>& parts);

std::string out(const core::Literal& literal);
std::string out(const core::Literal& literal, const core::LiteralType& type);

/// A task with inputs of those names and types.
task::TaskSpec taskWith(const std::vector<std::pair<std::string, core::LiteralType>>& inputs);
void setDefault(task::TaskSpec& spec, const std::string& name, const core::Literal& literal);

std::string inputsSchema(const task::TaskSpec& spec, std::string_view pointer = "#");
/// The schema of an input `x` of that type.
std::string inputSchema(const core::LiteralType& type);
void assertInput(const std::string& expected, const core::LiteralType& type);

} // namespace values_test
