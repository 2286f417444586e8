import pytest


@pytest.fixture(autouse=True)
def _addresses(monkeypatch):
    monkeypatch.setattr(
        "parvis.contributions.models.Contribution.get_absolute_url", lambda self: f"/avis/{self.code}/"
    )
    monkeypatch.setattr(
        "parvis.processes.models.Process.get_absolute_url", lambda self: f"/participer/{self.slug}/"
    )
    monkeypatch.setattr("parvis.search.sources.reverse", lambda name, args: f"/{args[0]}/")
