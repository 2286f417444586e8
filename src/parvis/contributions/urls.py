from django.urls import path

from parvis.contributions.views import detail, gestures, signing

app_name = "contributions"

urlpatterns = [
    path("<str:code>/", detail.detail, name="detail"),
    path("<str:code>/modifier/", gestures.edit_words, name="edit"),
    path("<str:code>/retirer/", gestures.withdraw_words, name="withdraw"),
    path("<str:code>/photo/", gestures.photo, name="photo"),
    path("<str:code>/document/", gestures.document, name="document"),
    path("<str:code>/fichier/<int:pk>/retirer/", gestures.take_off, name="take_off"),
    path("<str:code>/cosigner/", signing.invite, name="invite"),
    path("<str:code>/cosigner/<str:token>/", signing.accept, name="accept"),
    path("<str:code>/versions/", gestures.versions, name="versions"),
]
