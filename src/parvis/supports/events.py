from parvis.contributions.events import ContributionEvent


class Supported(ContributionEvent):
    """Somebody said « moi aussi »."""


class Unsupported(ContributionEvent):
    """Somebody took it back."""
