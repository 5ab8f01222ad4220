#pragma once
#include "openapi/typed_operations.h"
#include "pipeline/step.h"
#include "pipeline/types_reader.h"

namespace flyte_webhook::host
{

/// Answers with the document that is made for a caller: that of everybody, and an operation of its own for each resource that the operator
/// names exactly and that the caller may see.
class TypedDocumentStep final : public Step
{
public:
    /// The API must outlive the step.
    TypedDocumentStep(const TypedApi& typed, TypesReader& reader) : _typed(typed), _reader(reader) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    std::string document(RequestContext& context) const;

    const TypedApi& _typed;
    TypesReader& _reader;
};

} // namespace flyte_webhook::host
