"""The fingerprint of a final paper: each item hashed on its own, then a root (the house's rule: `processes.archive`)."""

from parvis.papers.content import hashes
from parvis.papers.models import Paper
from parvis.processes.archive import Verification, digest, root_of


def manifest_of(paper: Paper) -> list[list[str]]:
    """What the paper says, item by item. Who may read it, comments and adoption are around it, not in it."""
    head = {"kind": paper.kind, "title": paper.title, "language": paper.language, "approved": paper.approved_as}
    lines = [["paper", str(paper.pk), digest(head)]]
    for section in paper.sections.all():
        lines += hashes(section)
    return lines


def verify(paper: Paper) -> Verification:
    """Compare what a final paper says now with what was frozen. Words withdrawn are told apart from words changed."""
    frozen = {(kind, key): fingerprint for kind, key, fingerprint in paper.manifest}
    now = {(kind, key): fingerprint for kind, key, fingerprint in manifest_of(paper)}
    gone = tuple(
        item["code"] for section in paper.sections.all() for item in section.items if item["type"] == "withdrawn"
    )
    return Verification(
        root=paper.root,
        root_holds=root_of(paper.manifest) == paper.root,
        count=len(frozen),
        altered=tuple(" ".join(place) for place, was in frozen.items() if now.get(place) != was),
        removed=gone,
        added=tuple(" ".join(place) for place in now if place not in frozen),
    )
