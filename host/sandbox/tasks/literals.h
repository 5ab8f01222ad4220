#pragma once
#include <flyteidl2/core/literals.pb.h>
#include <flyteidl2/core/types.pb.h>
#include <string>

namespace flyte_webhook::sandbox
{

/// JSON text of a value; what cannot be shown is shown as what it is, never an error.
std::string jsonText(const flyteidl2::core::Literal& literal, const flyteidl2::core::LiteralType& type);

/// How a value stands in an argument: a text as it is, a file, folder or dataset by its address, nothing for none, everything else as in
/// JSON, without the quotes of a text.
std::string argumentText(const flyteidl2::core::Literal& literal, const flyteidl2::core::LiteralType& type);

/// How a value stands in its file: as in an argument, but for a binary, whose bytes stand there as they are.
std::string fileContent(const flyteidl2::core::Literal& literal, const flyteidl2::core::LiteralType& type);

} // namespace flyte_webhook::sandbox
