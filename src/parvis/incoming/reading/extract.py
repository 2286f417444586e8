"""The new words of a mail: neither what it answers, nor what a phone or an application added.

Kept: all that the last writer typed, her greeting and her name included, also between the lines she quotes. The first
delimiter of signature (« -- », « Envoyé de mon iPhone ») ends it.
"""

import re

# Marks of direction and soft hyphens: seen by nobody, in the way of every comparison. Joiners stay: letters need them.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")

# « Le lun. 3 nov. 2026 à 10:12, Mairie <…> a écrit : », on one to four lines.
_WROTE = re.compile(
    r"""
    (?: (?:Le|Am|Il|El|On)\s .{4,300}? (?:a\s[ée]crit|wrote|schrieb|ha\sscritto|escribi[óo]) \s? :?
      | .{3,200} <[^<>\s]+@[^<>\s]+> ,? \s (?:a\s[ée]crit|wrote) (?:\s (?:le|sur|ce)\s.{6,60})? \s? :
      | [^\s<>]+@[^\s<>]+ \s (?:a\s[ée]crit|wrote) (?:\s (?:le|sur|ce)\s.{6,60})? \s? :
      | \d{4}-\d\d-\d\d\s .{4,200} <[^<>\s]+@[^<>\s]+> \s? :
      | (?:في|بتاريخ|يوم|ال\w+،)\s .{0,300}? (?:كتب|كتبت|تمت\sكتابة|كتب/ت|أرسل) .{0,200} :
      | (?:كتب|كتبت) \s .{3,200} (?:في|بتاريخ|يوم)\s .{4,80} :
    ) \s* """,
    re.VERBOSE,
)
# An hour or an address: « Le 3 mars, la préfecture nous a écrit : » is somebody’s sentence.
_LOOKS_SENT = re.compile(r"@|[\d٠-٩۰-۹]{1,2}\s?[:hH٫]\s?[\d٠-٩۰-۹]{2}")
_HAS_FIGURE = re.compile(r"[\d٠-٩۰-۹]")

_ORIGINAL = re.compile(
    r"""^[\s>]*[-_=*]{2,}\s*
    (?: Original\sMessage | Message\sd['’]origine | Message\soriginal | Mail\soriginal | Message\sinitial
      | Courriel\s(?:d['’]origine|original|initial) | E-?mail\sd['’]origine | Message\s(?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])
      | Forwarded\s[Mm]essage | Original\sMail | الرسالة\sالأصلية | رسالة\sأصلية | النص\sالأصلي | رسالة\sمعاد\sتوجيهها
      | رسالة\sمحولة ) .{0,40}$""",
    re.VERBOSE | re.IGNORECASE,
)
_FORWARD = re.compile(
    r"^\s*(?:D[ée]but du (?:message|courriel) (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|Begin forwarded message)\s*:?\s*$",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?:R[ée]pondez au-dessus de cette ligne|Answer above this line|اكتبوا ردكم فوق هذا السطر)", re.IGNORECASE
)
_MESSAGE_OF = re.compile(r"^\s*>?\s*Message du \d{1,2}[/.]\d{1,2}[/.]\d{2,4}", re.IGNORECASE)

# « De : … Envoyé : … À : … Objet : … », in any order, at least three of them close together.
_FIELD = re.compile(
    r"""^\s*\*?\s*
    (?P<name> De | From | Exp[ée]diteur | Von | من | المرسل
      | Envoy[ée](?:\sle)? | Date(?:\sd['’]envoi)? | Sent | À | A | Pour | To | Destinataires? | Objet | Sujet | Subject | Cci? | Bcc | Copie(?:\sà)?
      | R[ée]pondre\sà | Reply-To | Importance
      | إلى | التاريخ | تاريخ\sالإرسال | تاريخ | أرسلت | أرسل | مرسل | تم\sالإرسال | الإرسال | الموضوع | نسخة(?:\sإلى)? )
    \s*\*?\s*:\s*\*?""",
    re.VERBOSE | re.IGNORECASE,
)
_FROM = {"de", "from", "expéditeur", "expediteur", "von", "من", "المرسل"}
_RULE = re.compile(r"^\s*[-_=*~]{5,}\s*$")

_DELIMITER = re.compile(r"^--\s*$")
_DEVICE = (
    r"(?:i(?:Phone|Pad|Pod)|Android|Outlook|Yahoo|Proton|Samsung|Galaxy|Huawei|Xiaomi|Redmi|Honor|Oppo|BlueMail|myMail|"
    r"Gmail|K-9|Spark|TypeApp|FairEmail|Thunderbird|Zimbra|Workspace|Windows|BlackBerry|Nokia|Wiko|Courrier|Mail\b|"
    r"mobile|t[ée]l[ée]phone|smartphone|portable|tablette|appareil|appli(?:cation)?|"
    r"ال?[آا]ي ?فون|هاتفي|هاتف|جوالي|جوال|جهاز|سامسونج|أندرويد|تطبيق|بريد)"
)
_ADDED = re.compile(
    rf"""^\s*[>(\[]?\s*
    (?: (?:Envoy[ée]e?s?|Exp[ée]di[ée]e?|R[ée]dig[ée]e?|[ÉE]crite?|Message\senvoy[ée])\s
          (?:de|depuis|à\spartir|avec|via|du|d['’]une?)\b.{{0,60}}{_DEVICE}.{{0,200}}
      | Sent\s(?:from|with|via|using)\b.{{0,200}}
      | (?:T[ée]l[ée]charge[rz]|Obtenir|Obtenez|Get|Download)\s.{{0,20}}(?:Outlook|BlueMail|Yahoo|l['’]appli).{{0,200}}
      | Provenance\s?:\s.{{0,80}}
      | Yahoo\sMail\s?:\s.{{0,100}}
      | (?:Garanti\ssans\svirus|Sans\svirus\.|Virus-free|L['’]absence\sde\svirus).{{0,160}} | .{{0,40}}\bwww\.avast\.com.{{0,20}}
      | (?:ا?رسلت?|ارسل|مرسلة?|تم\sالارسال|تم\sارسالها?|كتبت?)\s(?:هذه\sالرسالة\s)?(?:من|بواسطة|عبر|باستخدام)\s.{{0,60}}{_DEVICE}.{{0,60}}
      | (?:احصل|الحصول|احصلوا|تنزيل|حمل)\s.{{0,12}}Outlook.{{0,60}}
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
# What a town hall’s server writes under each mail.
_NOTICE = re.compile(
    r"""^\s*[*_-]*\s*
    (?: Ce\s(?:message|courriel|mail|e-mail|courrier)\s(?:[ée]lectronique\s)?(?:et|ainsi\sque)\s.{0,40}(?:pi[èe]ces?\sjointes?|fichiers?|documents?|annexes?)
      | Ce\s(?:message|courriel|mail|e-mail)\s.{0,80}(?:confidentiel|exclusi)
      | This\s(?:e-?mail|message)\s.{0,80}(?:confidential|intended)
      | (?:Avant\sd['’]imprimer|Pensez\sà\sl['’]environnement|N['’]imprimez|Devez-vous\svraiment\simprimer)
      | AVIS\sDE\sCONFIDENTIALIT[ÉE]
      | (?:هذه|تحتوي\sهذه)\sالرسالة\s.{0,60}(?:سرية|سري)
    )""",
    re.VERBOSE | re.IGNORECASE,
)


def new_text(text: str) -> str:
    """The words to keep; empty when nobody typed any."""
    lines = [_UNSEEN.sub("", line).replace("\u00a0", " ").rstrip() for line in text.split("\n")]
    above, under = _without_quotes(lines)
    upper, lower = _tidy(_until_signature(above)), _tidy(_until_signature(under))
    if upper and _ended(above):
        lower = []  # she signed above: what stands under the quote is not hers
    return "\n".join(_unwrapped(upper + ([""] if upper and lower else []) + lower))


def _without_quotes(lines: list[str]) -> tuple[list[str], list[str]]:
    """What stands above the first quote, and what was typed between or under quoted lines."""
    for index in range(len(lines)):
        length = _begins_quote(lines, index)
        if length is None:
            continue
        return lines[:index], _between(lines[index + length :]) if length else []
    return lines, []


def _begins_quote(lines: list[str], index: int) -> int | None:
    """How many lines introduce a quote here; 0 when all that follows is the former mail; ``None`` when none begins."""
    line = lines[index]
    if not line.strip():
        return None
    if line.lstrip().startswith(">"):
        return 1
    if _ORIGINAL.match(line) or _FORWARD.match(line) or _OURS.search(line):
        return 0
    if (_RULE.match(line) or _MESSAGE_OF.match(line)) and _heads(lines, _next(lines, index + 1)):
        return 0
    if _heads(lines, index):
        return 0
    return _introduced(lines, index)


def _introduced(lines: list[str], index: int) -> int | None:
    """« … a écrit : » before quoted lines; before anything else, only if it looks like a mailer’s own words."""
    count = _wrote(lines, index)
    if count is None or any(_wrote(lines, index + later) for later in range(1, count)):
        return None  # the sentence before it begins with « Le » too
    after = _next(lines, index + count)
    if after < len(lines) and lines[after].lstrip().startswith(">"):
        return count
    return 0 if _LOOKS_SENT.search(" ".join(lines[index : index + count])) else None


def _next(lines: list[str], index: int) -> int:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _wrote(lines: list[str], index: int) -> int | None:
    """« Le …, X a écrit : » may be cut over four lines; it names a date or an address."""
    joined = ""
    for count in range(1, 5):
        if index + count > len(lines) or not lines[index + count - 1].strip():
            return None
        joined = f"{joined} {lines[index + count - 1].strip(' -')}".strip()
        if _WROTE.fullmatch(_HARAKAT.sub("", joined)) and (_HAS_FIGURE.search(joined) or "@" in joined):
            return count
    return None


def _heads(lines: list[str], index: int) -> bool:
    """A block of « De : », « Envoyé : », « Objet : » begins here."""
    if index >= len(lines) or not _FIELD.match(_HARAKAT.sub("", lines[index])):
        return False
    names: set[str] = set()
    missed = 0
    for line in lines[index : index + 10]:
        found = _FIELD.match(_HARAKAT.sub("", line))
        missed = 0 if found else missed + 1
        if missed > 1:
            break
        if found:
            names.add(found["name"].lower())
    return len(names) >= 3 and bool(names & _FROM)


def _between(lines: list[str]) -> list[str]:
    """Under the first quote: what is not quoted was typed there, until a former mail is pasted whole."""
    kept: list[str] = []
    skip = 0
    for index, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        if line.lstrip().startswith(">"):
            kept.append("")
            continue
        if _fell_off(lines, index):
            continue
        length = _begins_quote(lines, index)
        if length == 0:
            break
        if length:
            skip = length - 1
            continue
        kept.append(line)
    return kept


def _fell_off(lines: list[str], index: int) -> bool:
    """The end of a long quoted line that a server cut without its mark."""
    before, after = lines[index - 1] if index else "", lines[index + 1] if index + 1 < len(lines) else ""
    is_inside = before.lstrip().startswith(">") and after.lstrip().startswith(">")
    return is_inside and len(before) >= 66 and lines[index][:1].islower()


def _signs(line: str) -> bool:
    plain = _HARAKAT.sub("", line).translate(str.maketrans("أإآ", "ااا"))
    return bool(_DELIMITER.match(line) or _ADDED.match(plain) or _ADDED.match(line) or _NOTICE.match(line))


def _ended(lines: list[str]) -> bool:
    return any(_DELIMITER.match(line) for line in lines)


def _until_signature(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if _signs(line):
            return lines[:index]
    return lines


def _tidy(lines: list[str]) -> list[str]:
    """No blank line at the ends, never two together, no rule left alone at the end."""
    found: list[str] = []
    for line in lines:
        if line.strip() or (found and found[-1]):
            found.append(line.strip() if not line.strip() else line)
    while found and (not found[-1].strip() or _RULE.match(found[-1])):
        found.pop()
    return found


def _unwrapped(lines: list[str]) -> list[str]:
    """Mailers cut lines near 76 characters: a line goes on when the next word would not have fitted."""
    found: list[str] = []
    room = 0
    for line in lines:
        first = line.split(maxsplit=1)[0] if line.strip() else ""
        is_item = bool(re.match(r"[-•*–]|\d+[.)]", first))
        if found and first and not is_item and 60 <= room <= 80 and room + 1 + len(first) > 72:
            found[-1] = f"{found[-1]} {line.strip()}"
        else:
            found.append(line)
        room = len(line)
    return found
