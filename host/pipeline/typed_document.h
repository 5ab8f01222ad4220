#pragma once
#include "base/places.h"
#include "openapi/typed_operations.h"
#include "pipeline/step.h"
#include "pipeline/types_reader.h"

namespace flyte_webhook::host
{

/// Answers with the document that is made for a caller: that of everybody, and an operation of its own for each resource that the operator
/// names exactly and that the caller may see. A few are made at once, for each takes much memory while it is made; some further callers
/// wait.
class TypedDocumentStep final : public Step
{
public:
    /// Everything must outlive the step.
    TypedDocumentStep(const TypedApi& typed, TypesReader& reader, Places& places) : _typed(typed), _reader(reader), _places(places) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    std::string document(RequestContext& context) const;

    const TypedApi& _typed;
    TypesReader& _reader;
    Places& _places;
};

} // namespace flyte_webhook::host
