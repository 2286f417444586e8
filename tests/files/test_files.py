"""Files: judged by their bytes, cleaned, kept once, handed out safely."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils import translation
from PIL import Image as Pillow

from parvis.contributions.models import Contribution, State
from parvis.core.rights import Refused
from parvis.core.sentences import human_size
from parvis.files import keeping
from parvis.files.actions import describe_image, store_document, store_image
from parvis.files.forms import CoverFormMixin
from parvis.files.models import Attachment, Image, Rendition
from parvis.processes.models import Process
from tests.moderation.make import message

pytestmark = pytest.mark.django_db


def photo(
    name: str = "photo.jpg", size: tuple[int, int] = (2000, 1000), colour: str = "#456789"
) -> SimpleUploadedFile:
    """A photo that says where and by what it was taken."""
    image = Pillow.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825)[2] = (44.0, 5.0, 33.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    assert b"CameraMaker" in buffer.getvalue()
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def pdf(name: str = "Dossier été.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + b"x" * 2000, "application/pdf")


def stored(world, **more):
    return store_image(
        upload=photo(),
        alt="La place du marché",
        is_decorative=False,
        space=world.space,
        by=world.actor("olga"),
        **more,
    )


def test_a_photo_is_kept_in_three_sizes_without_what_the_camera_wrote(world, client):
    image = stored(world)

    assert [(r.width, r.height) for r in image.renditions.all()] == [(480, 240), (960, 480), (1600, 800)]
    assert image.sizes == [(r.width, r.url) for r in image.renditions.all()]
    for rendition in image.renditions.all():
        content = client.get(rendition.url).getvalue()
        assert len(content) == rendition.size
        assert b"CameraMaker" not in content
        assert not Pillow.open(io.BytesIO(content)).getexif()


def test_the_same_photo_is_kept_once(world):
    first = stored(world)
    assert stored(world) == first
    said_otherwise = store_image(
        upload=photo(name="copy.jpg"),
        alt="Le marché",
        is_decorative=False,
        space=world.space,
        by=world.actor("olga"),
    )

    assert Image.objects.count() == 2
    assert len(set(Rendition.objects.values_list("file", flat=True))) == 3
    assert said_otherwise.renditions.first().url == first.renditions.first().url


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("page.png", b"<html><script>alert(1)</script>"), "cannot be accepted"),
        (SimpleUploadedFile("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "cannot be accepted"),
        (SimpleUploadedFile("dossier.pdf", b"%PDF-1.7 x"), "cannot be accepted"),
        (SimpleUploadedFile("broken.png", b"\x89PNG\r\n\x1a\nbroken"), "cannot be read"),
        (SimpleUploadedFile("empty.png", b""), "is empty"),
        (SimpleUploadedFile("huge.jpg", b"\xff\xd8\xff" + b"0" * (21 * 2**20)), "too heavy: 20"),
    ],
)
def test_bad_images_are_refused_with_a_sentence(world, upload, sentence):
    with pytest.raises(ValidationError) as refused:
        store_image(upload=upload, alt="x", is_decorative=False, space=world.space, by=world.actor("olga"))

    assert sentence in refused.value.messages[0]
    assert Image.objects.count() == 0


def test_an_image_says_what_it_shows_or_is_decorative(world):
    with pytest.raises(ValidationError, match="Say in a few words"):
        store_image(upload=photo(), alt="", is_decorative=False, space=world.space, by=world.actor("olga"))
    assert "Say in a few words" in str(
        CoverFormMixin({"image_alt_fr": " "}, {"image": photo()}).errors["image_alt"]
    )
    assert CoverFormMixin({"image_is_decorative": "on"}, {"image": photo()}).is_valid()
    assert CoverFormMixin({}).is_valid()

    decorative = store_image(
        upload=photo(), alt="ignored", is_decorative=True, space=world.space, by=world.actor("olga")
    )
    assert 'alt=""' in _drawn(decorative)


def test_a_full_space_says_so(world, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BYTES", 1000)
    with pytest.raises(ValidationError, match="no room left"):
        stored(world)


def test_files_are_stored_by_the_team_of_the_space(world):
    for name in ("charlie", "alice", "visitor"):
        with pytest.raises(Refused):
            store_image(upload=photo(), alt="x", is_decorative=False, space=world.space, by=world.actor(name))


def _drawn(image) -> str:
    return Template("{% load files %}{% image picture sizes='50vw' %}").render(Context({"picture": image}))


def test_an_image_in_a_page(world):
    html = _drawn(stored(world))

    assert 'alt="La place du marché"' in html
    assert 'loading="lazy"' in html
    assert html.count(".webp") == 4  # three sizes, and the one for old browsers
    assert 'sizes="50vw"' in html
    assert _drawn(None).strip() == ""


def test_images_are_handed_out_for_ever(world, client):
    response = client.get(stored(world).renditions.first().url)

    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response
    again = client.get(response.request["PATH_INFO"], headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "images/../../secret_key",
        "images/%2e%2e/%2e%2e/secret_key",
        "images/ab/../../../secret_key",
        "documents/1/x/../../../secret_key",
        "/etc/passwd",
        f"images/00/{'a' * 64}-480.webp",
        f"images/aa/{'a' * 64}-480.webp",
        "documents/999999/abc/x.pdf",
    ],
)
def test_no_address_leads_elsewhere(world, client, path):
    assert client.get(f"/medias/{path}").status_code == 404


def test_a_document_is_handed_out_as_itself(world, client):
    document = store_document(upload=pdf(), title="Dossier", space=world.space, by=world.actor("olga"))
    response = client.get(document.get_absolute_url())

    assert response["Content-Type"] == "application/pdf"
    assert "Dossier" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response.getvalue().startswith(b"%PDF")


def test_a_page_disguised_as_a_document_is_refused(world):
    disguised = SimpleUploadedFile("note.txt", b"<!doctype html><script>alert(1)</script>")
    with pytest.raises(ValidationError):
        store_document(upload=disguised, title="Note", space=world.space, by=world.actor("olga"))


def test_a_document_of_a_draft_is_for_the_team(world, client, client_of):
    document = store_document(upload=pdf(), title="Dossier", space=world.space, by=world.actor("olga"))
    Attachment.objects.create(document=document, process=world.process)
    assert client.get(document.get_absolute_url()).status_code == 200

    Process.objects.filter(pk=world.process.pk).update(state=Process.State.DRAFT)
    assert client.get(document.get_absolute_url()).status_code == 404
    assert client_of("charlie").get(document.get_absolute_url()).status_code == 404
    assert client_of("olga").get(document.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("width", [60, 480, 700, 1600, 4000])
def test_addresses_follow_from_the_picture_without_asking(world, django_assert_num_queries, width):
    image = store_image(
        upload=photo(size=(width, 60)), alt="x", is_decorative=False, space=world.space, by=world.actor("olga")
    )
    kept = [(r.width, r.url) for r in image.renditions.all()]
    with django_assert_num_queries(0):
        assert image.sizes == kept
        assert image.address(width=960) == next((url for size, url in kept if size >= 960), kept[-1][1])


def test_a_picture_said_otherwise_leaves_the_other_places_as_they_were(world):
    first, olga = stored(world), world.actor("olga")
    same = describe_image(image=Image.objects.get(), alt=first.alt, is_decorative=False, by=olga)
    assert same == first
    other = describe_image(image=Image.objects.get(), alt="Le marché, un samedi", is_decorative=False, by=olga)
    assert Image.objects.get(pk=first.pk).alt == first.alt
    assert (other.alt["fr"], other.sizes) == ("Le marché, un samedi", first.sizes)
    assert other.renditions.count() == 3
    with pytest.raises(ValidationError, match="Say in a few words"):
        describe_image(image=other, alt="", is_decorative=False, by=olga)
    with pytest.raises(Refused):
        describe_image(image=other, alt="x", is_decorative=False, by=world.actor("charlie"))


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN, State.MERGED])
def test_a_photo_goes_out_of_sight_with_its_contribution(world, client, client_of, state):
    image, said = stored(world), message(world)
    Attachment.objects.create(image=image, contribution=said)
    address = image.address(width=480)
    shown = client.get(address)
    assert shown.status_code == 200
    assert shown["Cache-Control"] == "private, max-age=3600"

    Contribution.objects.filter(pk=said.pk).update(state=state)
    assert client.get(address).status_code == 404
    assert client_of("charlie").get(address).status_code == 404
    assert client_of("alice").get(address).status_code == 200
    assert client_of("mona").get(address).status_code == 200


def test_a_photo_that_a_cover_shows_too_stays(world, client):
    image, said = stored(world), message(world)
    Attachment.objects.create(image=image, contribution=said)
    Contribution.objects.filter(pk=said.pk).update(state=State.HIDDEN)
    Process.objects.filter(pk=world.process.pk).update(image=image)
    assert client.get(image.address(width=480)).status_code == 200


@pytest.mark.parametrize(
    ("size", "french"),
    [(12, "1 Ko"), (240_400, "240 Ko"), (999_600, "1 Mo"), (1_540_000, "1,5 Mo"), (12_300_000, "12 Mo")],
)
def test_a_weight_is_said_in_plain_french(size, french):
    with translation.override("fr"):
        assert human_size(size).replace("\xa0", " ") == french
