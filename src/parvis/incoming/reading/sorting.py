"""What is not an answer: machines, bounces, loops, meetings, empty mails (RFC 3834, RFC 3464)."""

import re
from enum import StrEnum

from parvis.incoming.reading.mime import Received


class Refusal(StrEnum):
    """Why a mail is no answer. Each is shown on the desk in words."""

    LOOP = "loop"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"
    INVITATION = "invitation"
    EMPTY = "empty"


_AUTO_SUBJECT = re.compile(
    r"""^\s* (?:R[ée]ponse\sautomatique | Message\sautomatique | R[ée]ponse\sd['’]absence | Notification\sd['’]absence
      | Message\sd['’]absence | Avis\sd['’]absence | Absente?\s(?:du\sbureau|jusqu|pour|en\scong) | En\scong[ée]s?
      | Absence\s(?:du\sbureau|temporaire|pour|jusqu|cong) | Absence\s*(?:[:\-–]|$) | Accus[ée]\s(?:de\sr[ée]ception|automatique)
      | Automatic\sreply | Auto(?:matic)?[\s-]?(?:reply|response|répondeur) | Auto\s?: | Out\s?of\s(?:the\s)?office
      | Vacation | On\svacation | Away\sfrom | Lu\s?: | Read\s?: | Non\slu\s?: | Remis\s?:
      | رد\sتلقائي | رد\sآلي | الرد\sالتلقائي | الرد\sالآلي | خارج\sالمكتب | إجازة | في\sإجازة | غياب )""",
    re.VERBOSE | re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"""(?:Undeliver(?:able|ed)|Delivery\s(?:Status\sNotification|has\sfailed|failure)|Mail\sdelivery\sfailed|
      failure\snotice|Returned\smail|Non\sremis|Non\sdistribuable|Échec\sde\s(?:la\s)?(?:remise|distribution)|
      Notification\sd['’][ée]tat\sde\s(?:la\s)?(?:remise|distribution)|تعذر\sالتسليم|فشل\s(?:في\s)?تسليم|لم\sيتم\sتسليم)""",
    re.VERBOSE | re.IGNORECASE,
)
_MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|bounces?)(?:[+\-.].*)?@", re.IGNORECASE)
_MEETINGS = {"REQUEST", "REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER", "REFRESH"}
_RETURNED = re.compile(r"^\s*(?:(?:re|ré|rép|tr|fwd?|aw|رد)\s*:\s*)+", re.IGNORECASE)


def refusal_of(mail: Received, text: str) -> Refusal | None:
    """``text``: its new words. The first reason that holds, from the surest sign to the weakest."""
    if "x-loop" in mail.headers:
        return Refusal.LOOP
    if is_bounce(mail):
        return Refusal.BOUNCE
    if mail.calendar_method in _MEETINGS:
        return Refusal.INVITATION
    if _is_automatic(mail):
        return Refusal.AUTO_REPLY
    return None if text.strip() else Refusal.EMPTY


def is_bounce(mail: Received) -> bool:
    """A report of delivery, or a machine of the post that says so in its subject."""
    if mail.content_type == "multipart/report" and mail.report_type == "delivery-status":
        return True
    if "x-failed-recipients" in mail.headers:
        return True
    is_machine = bool(_MACHINES.match(mail.sender)) or mail.header("return-path").strip() == "<>"
    return is_machine and bool(_BOUNCE_SUBJECT.search(mail.subject) or _MACHINES.match(mail.sender))


def _is_automatic(mail: Received) -> bool:
    submitted = mail.header("auto-submitted").split(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if mail.content_type == "multipart/report":  # « lu » receipts
        return True
    if mail.header("precedence").strip().lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    names = (
        "x-auto-response-suppress",
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-reply-from",
        "list-id",
    )
    if any(name in mail.headers for name in names):
        return True
    subject = mail.subject
    return bool(_AUTO_SUBJECT.match(subject)) and not _RETURNED.match(subject)
