"""Video sites we know how to embed, in their quieter form; any other address stays a plain link.

Their hosts stand in the content security policy too (``frame-src``, in the settings).
"""

import re
from urllib.parse import urlsplit

_EMBEDS = (
    (
        re.compile(r"https?://(?:www\.|m\.)?(?:youtube\.com/watch\?(?:.*&)?v=|youtu\.be/)([\w-]{6,20})"),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (re.compile(r"https?://(?:www\.)?vimeo\.com/(\d+)"), "https://player.vimeo.com/video/{}?dnt=1"),
    (
        re.compile(r"https?://(?:www\.)?dailymotion\.com/video/(\w+)"),
        "https://geo.dailymotion.com/player.html?video={}",
    ),
)


def embed_url(url: str) -> str:
    for pattern, address in _EMBEDS:
        if found := pattern.match(url):
            return address.format(found[1])
    return ""


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
