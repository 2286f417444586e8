"""Pages shown when something is refused, lost or broken."""

import logging
import sys

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from parvis.config.urls import urlpatterns as addresses
from parvis.core.away import OneLine
from parvis.site.views import errors


def broken(request):
    raise RuntimeError


def waiting(request):
    raise OperationalError("connection failed: Connection refused")


def reader(request):
    return HttpResponse(request.POST.get("text"))


urlpatterns = [path("casse/", broken), path("attend/", waiting), path("lit/", reader), *addresses]
handler400, handler500 = "parvis.site.views.errors.bad_request", "parvis.site.views.errors.server_error"


def test_the_page_of_a_breakdown_needs_no_database():
    def refuse(*args):
        raise AssertionError("the database was asked")

    with connection.execute_wrapper(refuse):
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"/" in response.content


@pytest.mark.urls(__name__)
def test_a_breakdown_is_told_in_the_language_of_the_page(db):
    client = Client(raise_request_exception=False)
    response = client.get("/casse/")
    assert response.status_code == 500
    assert b'<html lang="fr"' in response.content
    nonce = response.content.decode().split('nonce="')[1].split('"')[0]
    assert nonce in response["Content-Security-Policy"]


@pytest.mark.urls(__name__)
def test_a_database_away_is_another_page_with_when_to_come_back(db):
    response = Client(raise_request_exception=False).get("/attend/")
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "Le site reprend son souffle" in response.content.decode()


def test_the_log_says_it_in_one_line():
    try:
        waiting(None)
    except OperationalError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Wrong: %s", ("/",), sys.exc_info())
    OneLine().filter(record)
    said = logging.Formatter().format(record)
    assert "Connection refused" in said
    assert "Wrong: /" in said
    assert "Traceback" not in said


@pytest.mark.urls(__name__)
def test_a_breakdown_has_the_faces_of_the_house_and_does_without_them(db, monkeypatch):
    client = Client(raise_request_exception=False)
    assert "parvis/fonts/atkinson" in client.get("/casse/").content.decode()

    def lost(path):
        raise ValueError(path)

    monkeypatch.setattr(errors, "static", lost)
    alone = client.get("/en/casse/")
    assert "@font-face" not in alone.content.decode()


def test_a_lost_page_offers_to_search(client, world):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()


def test_a_host_that_is_not_ours_is_told_so(db):
    assert Client().get("/", headers={"host": "ailleurs.example"}).status_code == 400


@pytest.mark.urls(__name__)
def test_too_big_a_text_is_said_so(world, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    response = Client().post("/lit/", "text=beaucoup+trop+long", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413


def test_a_form_without_its_token_is_explained(world):
    response = Client(enforce_csrf_checks=True).post("/mon-suivi/")
    assert response.status_code == 403
    assert b"<ol" in response.content


@pytest.mark.parametrize("name", ["403.html", "429.html"])
def test_the_other_pages_can_be_drawn(client, world, rf, name):
    from django.template import loader

    request = client.get("/comprendre/").wsgi_request
    assert "<h1>" in loader.get_template(name).render({}, request)
