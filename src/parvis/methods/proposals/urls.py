from django.urls import path

from parvis.methods.proposals.views import submission

app_name = "proposals"

urlpatterns = [
    path("deposer/", submission.submit, name="submit"),
    path("deposer/demandes-proches/", submission.similar_ideas, name="similar"),
    path("recu/<str:code>/", submission.receipt, name="receipt"),
]
