"""How often a slow property is tried."""

from hypothesis import settings


def examples(few: int) -> int:
    """This many in the suite, and as many times more as the profile has more than the usual 100."""
    profile = settings.default
    assert profile is not None
    return few * profile.max_examples // 100
