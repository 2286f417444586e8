import io

import pytest
from django.utils import translation
from PIL import Image

from parvis.core import images
from parvis.core.images import ImageError, reencode


def picture(size=(2000, 1000), form="JPEG", mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, "red").save(buffer, form, **options)
    buffer.seek(0)
    return buffer


def opened(rendition):
    return Image.open(io.BytesIO(rendition.bytes))


def test_each_size_is_made_in_webp():
    made = reencode(picture(), max_side=1800)
    assert [(one.width, one.height, one.content_type) for one in made] == [
        (480, 240, "image/webp"),
        (960, 480, "image/webp"),
        (1600, 800, "image/webp"),
    ]
    assert opened(made[0]).format == "WEBP"
    assert opened(made[0]).size == (480, 240)


def test_nothing_is_enlarged():
    assert [one.width for one in reencode(picture((700, 70)), max_side=2000)] == [480, 700]
    assert [one.width for one in reencode(picture((100, 4000)), max_side=2000)] == [50]


def test_the_camera_leaves_no_trace_and_the_photo_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    [made] = reencode(picture((400, 200), exif=exif), max_side=2000, sizes=(900,))
    assert (made.width, made.height) == (200, 400)
    image = opened(made)
    assert not image.getexif()
    assert b"Camera" not in made.bytes
    assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment"}


@pytest.mark.parametrize(
    ("mode", "form"), [("RGBA", "PNG"), ("LA", "PNG"), ("P", "GIF"), ("CMYK", "JPEG"), ("1", "PNG")]
)
def test_modes(mode, form):
    colour = {"1": 1, "P": 3}.get(mode)
    buffer = io.BytesIO()
    (Image.new(mode, (60, 60), colour) if colour else Image.new(mode, (60, 60))).save(buffer, form)
    [made] = reencode(buffer, max_side=500, sizes=(480,))
    assert opened(made).mode == ("RGBA" if "A" in mode else "RGB")


def animation():
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: io.BytesIO(b"not an image"), "kind"),
        (lambda: io.BytesIO(b""), "kind"),
        (lambda: io.BytesIO(picture().getvalue()[:500]), "kind"),
        (lambda: picture(form="TIFF"), "kind"),
        (lambda: io.BytesIO(b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>"), "svg"),
        (animation, "animated"),
        (lambda: picture((4, 400)), "tiny"),
        (lambda: picture((20_000, 20_000), form="PNG", mode="1"), "huge"),
    ],
)
def test_refusals(make, code):
    with translation.override("en"), pytest.raises(ImageError) as caught:
        reencode(make(), max_side=1600)
    assert caught.value.code == code
    assert caught.value.messages[0].endswith(".")


def test_the_bound_is_ours(monkeypatch):
    monkeypatch.setattr(images, "_MOST_PIXELS", 1_000_000)
    with translation.override("en"), pytest.raises(ImageError, match="1 million pixels at most"):
        reencode(picture(), max_side=1600)
