"""An invitation is a signed link mailed to one address: nothing is written until she accepts it."""

from django.core import signing

from parvis.accounts.models import Address, User, address_digest
from parvis.organisations.models import Organisation

SALT = "parvis.organisations.invitation"
GOOD_FOR = 30 * 24 * 3600  # seconds


def make_invitation(organisation: Organisation, email: str) -> str:
    return signing.dumps([organisation.pk, address_digest(Address.Kind.EMAIL, email)], salt=SALT)


def is_invited(token: str, organisation: Organisation, user: User) -> bool:
    """The link is ours, for this organisation, recent, and for the address that opens this account."""
    try:
        pk, digest = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return pk == organisation.pk and digest == address_digest(Address.Kind.EMAIL, user.email)
