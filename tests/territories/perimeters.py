"""The four real perimeters, as the product ships them."""

from pathlib import Path

import parvis.demo
from parvis.accounts.actors import SYSTEM
from parvis.territories.actions import Imported, import_territories
from parvis.territories.importing import read_geojson

DATA = Path(parvis.demo.__file__).parent / "data"
COMMUNES = {
    "ca-provence-alpes-agglomeration": 46,
    "cc-du-sisteronais-buech": 60,
    "cc-du-civraisien-en-poitou": 35,
    "metropole-de-lyon": 58,
}


def file_of(name: str) -> Path:
    return DATA / f"{name}.geojson.gz"


def imported(name: str) -> Imported:
    return import_territories(data=read_geojson(file_of(name)), country="FR", by=SYSTEM)


def square(west: float = 10, south: float = 4, side: float = 1) -> dict:
    """A geometry by its south-west corner."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(*areas: dict, **more: object) -> dict:
    """GeoJSON of squares side by side, one for each set of properties."""
    features = [
        {"type": "Feature", "properties": properties, "geometry": square(west=10 + rank)}
        for rank, properties in enumerate(areas)
    ]
    return {"type": "FeatureCollection", "features": features, **more}
