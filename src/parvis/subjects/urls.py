from django.urls import path

from parvis.subjects.views import ideas, listing, proposing

app_name = "subjects"

urlpatterns = [
    path("sujets/", listing.subject_list, name="list"),
    path("sujets/sujets.csv", listing.subject_table, name="table"),
    path("sujets/proposer/", proposing.propose, name="propose"),
    path("sujets/recu/<str:code>/", proposing.receipt, name="receipt"),
    path("idees/", ideas.idea_list, name="ideas"),
    path("idees/deposer/", ideas.submit, name="submit_idea"),
]
