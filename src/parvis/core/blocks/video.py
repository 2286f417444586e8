"""Video sites we know how to embed, in their quieter form; any other address stays a plain link."""

import re
from urllib.parse import urlsplit

_EMBEDS = (
    (
        re.compile(r"https?://(?:www\.|m\.)?(?:youtube\.com/watch\?(?:.*&)?v=|youtu\.be/)([\w-]{6,20})"),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (re.compile(r"https?://(?:www\.)?vimeo\.com/(\d+)"), "https://player.vimeo.com/video/{}?dnt=1"),
    (re.compile(r"https?://(?:www\.)?dailymotion\.com/video/(\w+)"), "https://geo.dailymotion.com/player.html?video={}"),
)

# What the content security policy must let into a frame, once the reader asked for it.
FRAME_HOSTS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://geo.dailymotion.com")


def embed_url(url: str) -> str:
    for pattern, address in _EMBEDS:
        if found := pattern.match(url):
            return address.format(found[1])
    return ""


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
