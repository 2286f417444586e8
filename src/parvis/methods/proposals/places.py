"""A point on the ground, from what people paste: two numbers, or the address of a page of a usual map."""

import re

NUMBER = r"(-?\d{1,3}(?:[.,]\d+)?)"
# The point itself before the centre of the view, which maps also write in their addresses.
PATTERNS = (
    re.compile(rf"[?&]m?lat={NUMBER}&m?lon={NUMBER}"),
    re.compile(rf"[?&](?:q|ll|query)={NUMBER},{NUMBER}"),
    re.compile(rf"@{NUMBER},{NUMBER}"),
    re.compile(rf"#map=\d+(?:\.\d+)?/{NUMBER}/{NUMBER}"),
    re.compile(rf"^\s*{NUMBER}\s*[,;\s]\s*{NUMBER}\s*$"),
)


def read_point(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees, or ``None``."""
    for pattern in PATTERNS:
        found = pattern.search(text)
        if found:
            lat, lon = (float(number.replace(",", ".")) for number in found.groups())
            return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
    return None
