"""JSON schemas as tasks carry them, of dataclasses and models, and ways to make values that nearly fit them."""

LIMITS = {
    "type": "object", "additionalProperties": False, "required": ["count", "name"],
    "properties": {
        "count": {"type": "integer", "minimum": 2, "maximum": 40, "multipleOf": 2},
        "share": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        "wide": {"type": "integer", "minimum": -1e30},
        "name": {"type": "string", "minLength": 2, "maxLength": 4},
        "pair": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "boolean"}},
        "row": {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "items": False},
        "map": {"type": "object", "minProperties": 1, "maxProperties": 2, "additionalProperties": {"type": "integer", "maximum": 9}},
        "kind": {"enum": ["a", 1, None, {"x": [1]}]},
        "fixed": {"const": [1, {"y": False}]},
        "never": False,
    },
}
COMBINED = {
    "type": "object",
    "properties": {"a": {"type": "integer"}, "b": {"$ref": "#/$defs/B", "maximum": 30}},
    "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
    "allOf": [{"maxProperties": 2}, {"properties": {"a": {"minimum": 3}}}],
    "$defs": {"B": {"type": "number", "minimum": 20}},
}
SHAPES = {
    "oneOf": [{"$ref": "#/$defs/Circle"}, {"$ref": "#/$defs/Square"}],
    "discriminator": {"propertyName": "kind", "mapping": {"circle": "#/$defs/Circle", "square": "#/$defs/Square"}},
    "$defs": {
        "Circle": {"type": "object", "required": ["kind", "r"],
                   "properties": {"kind": {"const": "circle"}, "r": {"type": "number", "exclusiveMinimum": 0}}},
        "Square": {"type": "object", "required": ["kind", "side"],
                   "properties": {"kind": {"const": "square"}, "side": {"type": "integer", "minimum": 1}}},
    },
}
UNCHECKED = {
    "type": "object", "additionalProperties": False, "patternProperties": {"^x": {"type": "null"}}, "propertyNames": {"maxLength": 1},
    "dependentRequired": {"a": ["b"]}, "unevaluatedProperties": False,
    "properties": {
        "a": {"type": "string", "pattern": "^[a-c]+$"},
        "b": {"type": "array", "uniqueItems": True, "maxItems": 1, "contains": {"const": 1}},
        "c": {"type": "integer", "not": {"const": 1}, "if": {"minimum": 3}, "then": {"maximum": 4}},
        "d": {"oneOf": [{"type": "integer"}, {"type": "number"}]},
    },
}
NAMES = {
    "type": "object",
    "properties": {"a": {"$ref": "#/$defs/a~1b"}, "b": {"$ref": "#/$defs/c~0d"}, "c": {"$ref": "#/$defs/50%25"},
                   "d": {"$ref": "#/$defs/2%2525"}},
    "$defs": {"a/b": {"type": "integer"}, "c~d": {"type": "string"}, "50%": {"type": "null"}, "2%25": {"type": "boolean"}},
}
CARRIED = {"limits": LIMITS, "combined": COMBINED, "shapes": SHAPES, "unchecked": UNCHECKED, "names": NAMES}

SAY_NOTHING = {"title", "description", "default", "examples", "format"}  # of what fits


def loosened(schema):
    """The schema without one of its keywords, once for each that says what fits: what fits then need not fit the schema."""
    for keyword, said in schema.items() if isinstance(schema, dict) else ():
        if keyword in ("properties", "$defs"):
            for name, inner in said.items():
                yield from ({**schema, keyword: {**said, name: looser}} for looser in loosened(inner))
        elif keyword not in SAY_NOTHING:
            yield {key: value for key, value in schema.items() if key != keyword}
        if keyword in ("anyOf", "allOf", "prefixItems"):
            for place, inner in enumerate(said):
                yield from ({**schema, keyword: [*said[:place], looser, *said[place + 1:]]} for looser in loosened(inner))
        elif keyword in ("items", "additionalProperties"):
            yield from ({**schema, keyword: looser} for looser in loosened(said))
