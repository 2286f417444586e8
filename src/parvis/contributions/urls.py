from django.urls import path

from parvis.contributions.views import detail, gestures

app_name = "contributions"

urlpatterns = [
    path("<str:code>/", detail.detail, name="detail"),
    path("<str:code>/modifier/", gestures.edit_words, name="edit"),
    path("<str:code>/retirer/", gestures.withdraw_words, name="withdraw"),
    path("<str:code>/versions/", gestures.versions, name="versions"),
]
