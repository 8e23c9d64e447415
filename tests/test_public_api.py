"""What forewarn promises is what ``__all__`` lists."""

import forewarn


def test_every_listed_name_exists() -> None:
    for name in forewarn.__all__:
        assert getattr(forewarn, name) is not None
