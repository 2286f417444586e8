from parvis.territories.models import Space


def space_for_host(host: str) -> Space | None:
    """The space of this domain, else the main one; ``None`` on an installation with no space yet."""
    spaces = Space.objects.select_related("territory", "logo", "favicon", "banner")
    domain = host.split(":", maxsplit=1)[0].lower()
    return spaces.filter(domain=domain).first() or spaces.filter(is_main=True).first()
