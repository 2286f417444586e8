"""What residents join to their words: judged by its bytes, theirs to take back, gone with their words."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.accounts.actions import erase_person
from parvis.accounts.exporters import personal_archive, personal_data
from parvis.contributions.actions import join_document
from parvis.contributions.models import Contribution, State
from parvis.core.rights import Refused
from parvis.files.models import Attachment, Document, Image
from parvis.processes.models import Process, Step
from tests.client import StrictClient
from tests.files.test_files import pdf, photo
from tests.methods.proposals.saying import said
from tests.personas import World

Become = Callable[[str], StrictClient]
ADDRESS = "/en/avis/TUD-0001/document/"


@pytest.fixture
def one(world: World) -> Contribution:
    Step.objects.update(settings={"documents": True})
    world.step.refresh_from_db()
    return Contribution.objects.get(pk=said(world).pk)


def join(client: StrictClient, upload: SimpleUploadedFile | None = None) -> object:
    return client.post(ADDRESS, {"upload": upload or pdf("plan.pdf"), "title": "Le plan de l’arrêt"})


def test_the_author_joins_a_document_and_everyone_may_take_it_away(one: Contribution, client_of: Become) -> None:
    alice = client_of("alice")
    assert ADDRESS in alice.get("/en/avis/TUD-0001/").content.decode()
    assert join(alice).url == "/en/avis/TUD-0001/"
    page = StrictClient().get("/en/avis/TUD-0001/").content.decode()
    document = Document.objects.get()
    for words in ("Le plan de l’arrêt", "PDF", "2.0", document.get_absolute_url()):
        assert words in page
    handed = StrictClient().get(document.get_absolute_url())
    assert handed["Content-Disposition"].startswith("attachment")
    assert handed["X-Content-Type-Options"] == "nosniff"


def test_only_where_the_animator_asked_for_them(world: World, one: Contribution, client_of: Become) -> None:
    assert client_of("bob").get(ADDRESS).status_code == 403
    Step.objects.update(settings={})
    assert client_of("alice").get(ADDRESS).status_code == 403
    assert ADDRESS not in client_of("alice").get("/en/avis/TUD-0001/").content.decode()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("plan.pdf", b"<script>alert(1)</script>"), "cannot be accepted"),
        (SimpleUploadedFile("plan.csv", b"a;b\n1;2\n"), "cannot be accepted"),
        (SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n" + b"x" * (11 * 2**20)), "10 MB at most"),
        (SimpleUploadedFile("plan.png", b"\x89PNG\r\n\x1a\nbroken"), "cannot be read"),
    ],
)
def test_bad_files_get_a_sentence(
    one: Contribution, client_of: Become, upload: SimpleUploadedFile, sentence: str
) -> None:
    response = join(client_of("alice"), upload)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Attachment.objects.exists()


def test_an_image_is_cleaned_like_any_photo(one: Contribution, client_of: Become) -> None:
    join(client_of("alice"), photo())
    assert 'alt="Le plan de l’arrêt"' in StrictClient().get("/en/avis/TUD-0001/").content.decode()
    kept = default_storage.open(Image.objects.get().renditions.last().file.name).read()
    assert b"CameraMaker" not in kept


def test_three_are_enough(world: World, one: Contribution, client_of: Become) -> None:
    for _n in range(3):
        join_document(contribution=one, by=world.actor("alice"), upload=pdf(), title="Plan")
    response = join(client_of("alice"))
    assert response.status_code == 422
    assert "already 3 documents" in response.content.decode()


def test_what_waits_to_be_read_waits_again(world: World, one: Contribution, client_of: Become) -> None:
    Process.objects.update(moderation=Process.Moderation.BEFORE)
    join(client_of("alice"))
    one.refresh_from_db()
    assert one.state == State.PENDING


def test_its_author_takes_it_back_file_and_all(
    one: Contribution, client_of: Become, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    alice = client_of("alice")
    join(alice), join(alice, photo())
    files = [Document.objects.get().file.name, *(r.file.name for r in Image.objects.get().renditions.all())]
    for row in Attachment.objects.all():
        address = f"/en/avis/TUD-0001/fichier/{row.pk}/retirer/"
        assert address in alice.get("/en/avis/TUD-0001/").content.decode()
        assert address not in StrictClient().get("/en/avis/TUD-0001/").content.decode()
        assert client_of("bob").post(address).status_code == 403
        assert alice.get(address).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            assert alice.post(address).status_code == 302
    assert not Attachment.objects.exists()
    assert not Document.objects.exists()
    assert not Image.objects.exists()
    assert not [name for name in files if default_storage.exists(name)]


def test_a_file_that_stands_elsewhere_stays(
    world: World, one: Contribution, client_of: Become, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    alice = client_of("alice")
    join(alice, photo())
    world.process.image = Image.objects.get()
    world.process.save()
    with django_capture_on_commit_callbacks(execute=True):
        alice.post(f"/en/avis/TUD-0001/fichier/{Attachment.objects.get().pk}/retirer/")
    assert default_storage.exists(Image.objects.get().renditions.first().file.name)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HIDDEN])
def test_once_its_words_are_gone_the_document_is_for_its_author_and_the_team(
    one: Contribution, client_of: Become, state: str
) -> None:
    join(client_of("alice"))
    address = Document.objects.get().get_absolute_url()
    Contribution.objects.update(state=state)
    for name, status in (("visitor", 404), ("bob", 404), ("alice", 200), ("mona", 200)):
        assert client_of(name).get(address).status_code == status, name


def test_my_data_counts_them_and_carries_them(world: World, one: Contribution, client_of: Become) -> None:
    join(client_of("alice"))
    person = world.actor("alice").participant
    section = next(section for section in personal_data(person) if section.key == "files.attachment")
    assert section.rows[0][:2] == ["TUD-0001", "Le plan de l’arrêt"]
    with zipfile.ZipFile(io.BytesIO(personal_archive(person).read())) as archive:
        assert archive.read(section.rows[0][2]).startswith(b"%PDF")
        assert json.loads(archive.read("donnees.json"))["files.attachment"][0]["code"] == "TUD-0001"


def test_they_go_with_the_words_of_whoever_leaves(
    world: World, one: Contribution, client_of: Become, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    join(client_of("alice"))
    name = Document.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=world.actor("alice").participant, keeps_texts=False, by=world.actor("alice"))
    assert not Document.objects.exists()
    assert not default_storage.exists(name)


def test_it_cannot_be_forced(world: World, one: Contribution) -> None:
    with pytest.raises(Refused):
        join_document(contribution=one, by=world.actor("bob"), upload=pdf(), title="Plan")
