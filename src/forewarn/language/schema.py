"""The JSON Schema of a model file, for editors that complete and explain keys."""

from typing import Any

from forewarn.language.layout.file import ModelFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of one model file, made from the layout that reading uses.

    It knows every key and where it may stand; names, numbers and conditions are checked
    when the case is.

    >>> schema()["properties"]["basis"]["enum"]
    ['data', 'published', 'adjusted', 'judgement', 'definition']
    """
    plain = _plain(ModelFile.model_json_schema())
    return {"$schema": DIALECT, "title": "A model file of forewarn", **plain}


def _plain(node: Any) -> Any:
    """A schema without what only says that a key may be absent."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _plain(value) for key, value in node.items() if not _is_noise(key, value)
    }
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    choices = kept.pop("oneOf", kept.pop("anyOf", None))
    if choices is None:
        return kept
    present = [choice for choice in choices if choice != {"type": "null"}]
    return {**present[0], **kept} if len(present) == 1 else {"anyOf": present, **kept}


def _is_noise(key: str, value: Any) -> bool:
    """Defaults are Python's; titles repeat the key where no docstring gives one."""
    return key == "default" or (key == "title" and isinstance(value, str))
