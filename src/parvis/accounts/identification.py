"""Who is there, and how any page sends her to say so and gets her back with what she had already written.

A view that needs to know who speaks does this, and nothing else::

    if request.method == "POST" and (refused := ask_who(request, why_not(request.actor, "create", step))):
        return refused
    form = ProposalForm(request.POST or recall_post(request))

The words typed before are kept in the session and come back in the same form: no JavaScript needed.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from parvis.accounts import actions
from parvis.accounts.actors import PARTICIPANT_KEY, Identity
from parvis.accounts.limits import client_address, limit
from parvis.accounts.mails import mail_code
from parvis.accounts.models import Address, Participant, address_digest
from parvis.core.rights import Sentence

if TYPE_CHECKING:
    from parvis.territories.models import Space

# What is known of someone on her way in: the address, the code's token, where to go next.
FLOW = "identification"
REMEMBERED_KEY = "remembered_post"
KEPT_FOR = 3600  # seconds
LONGEST = 100_000  # characters; more is a file or a joke


def safe_next(request: HttpRequest, url: str | None, default: str = "") -> str:
    """``url`` if it is an address and stays on this site, else ``default`` (« Mon suivi »)."""
    fallback = default or reverse("accounts:mine")
    if (
        url
        and url.startswith(("/", "http"))
        and url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    ):
        return url
    return fallback


def identify_url(back_to: str, space: "Space | None" = None) -> str:
    """Where a person says who she is, and comes back from. ``space``: whose colours the pages wear meanwhile."""
    asked = {"next": back_to} | ({"espace": space.slug} if space and not space.is_main else {})
    return f"{reverse('accounts:identify')}?{urlencode(asked)}"


def asked_space(request: HttpRequest) -> str:
    """The slug of the space she comes from, kept from the address through the code to the end of the way in."""
    asked = request.POST.get("espace") or request.GET.get("espace")
    return str(asked or request.session.get(FLOW, {}).get("space", ""))


def ask_who(request: HttpRequest, sentence: Sentence | None, least: int = Identity.EMAIL) -> HttpResponse | None:
    """Send away to be identified whoever was refused (``sentence``) and is not yet known at ``least``.

    ``None`` when nothing was refused, or when knowing her would not help: the view goes on, and says why.
    """
    if sentence is None or request.actor.identity >= least:
        return None
    if request.method == "POST":
        remember_post(request)
    return HttpResponseRedirect(identify_url(request.get_full_path(), request.space))


def remember_post(request: HttpRequest) -> None:
    """Keep the words just sent (not the files) until the person comes back to this very page."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    words = data.urlencode()
    if len(words) <= LONGEST:
        request.session[REMEMBERED_KEY] = {
            "path": request.path,
            "words": words,
            "at": timezone.now().timestamp(),
        }
        request.words_remembered = True


def recall_post(request: HttpRequest) -> QueryDict | None:
    """What she had written on this page before being asked who she was. Reads only: a GET writes nothing."""
    kept = request.session.get(REMEMBERED_KEY)
    if not kept or kept["path"] != request.path:
        return None
    if timezone.now().timestamp() - kept["at"] > KEPT_FOR:
        return None
    return QueryDict(kept["words"])


def forget_post(request: HttpRequest, response: HttpResponse) -> None:
    """Drop the kept words once the same page took them (it answers by a redirection). Called by the middleware."""
    if request.method != "POST" or response.status_code not in {302, 303} or hasattr(request, "words_remembered"):
        return
    kept = request.session.get(REMEMBERED_KEY)
    if kept and kept["path"] == request.path:
        del request.session[REMEMBERED_KEY]


def become(request: HttpRequest, participant: Participant) -> None:
    """This browser now speaks for ``participant``, who proved an address but has no account."""
    request.session.cycle_key()
    request.session[PARTICIPANT_KEY] = participant.pk


def send_code(request: HttpRequest, flow: dict[str, Any], email: str, purpose: str) -> str | None:
    """Mail a code and keep its token in the session; else the sentence that says why not."""
    limit("code-to", address_digest(Address.Kind.EMAIL, email), most=5, seconds=900)
    limit("code-from", client_address(request), most=60, seconds=900)
    mailed, code = actions.make_code(email=email, purpose=purpose)
    site = str(request.space) if request.space else "Parvis"
    if not mail_code(email, code, purpose=purpose, site_name=site):
        return _("Our mail did not leave. Try again in a few minutes, or call us.")
    request.session[FLOW] = flow | {"token": mailed.token, "sent_to": email, "purpose": purpose}
    return None


def limit_words(request: HttpRequest) -> None:
    """Nobody writes thirty messages in ten minutes; a machine does. Thirty pupils behind one address may."""
    if person := request.actor.participant:
        limit("words", person.pk, most=30, seconds=600)
    else:
        limit("words-from", client_address(request), most=200, seconds=600)
