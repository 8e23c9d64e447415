"""``schema``: a document that editors can use."""

from jsonschema import Draft202012Validator


def test_the_schema_is_one(forewarn) -> None:
    ran = forewarn("schema")
    assert ran.status == 0
    Draft202012Validator.check_schema(ran.document)
