"""The subject whose page of the desk is asked for."""

from django.http import Http404, HttpRequest

from parvis.core.rights import demand
from parvis.subjects import queries
from parvis.subjects.models import Subject


def find_subject(request: HttpRequest, code: str) -> Subject:
    demand(request.actor, "declare_subject")
    found = queries.subject_for(request.actor, code)
    if found is None:
        raise Http404
    return found
