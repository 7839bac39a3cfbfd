"""Addresses of the library."""

from django.urls import path

from .views import authoring, deciding, library

urlpatterns = [
    path("library/", library.practice_list, name="practice_list"),
    path("library/submit/", authoring.practice_submit, name="practice_submit"),
    path("library/drafts/<int:pk>/", authoring.practice_edit, name="practice_edit"),
    path("library/drafts/<int:pk>/preview/", authoring.practice_preview, name="practice_preview"),
    path("library/drafts/<int:pk>/withdraw/", authoring.practice_withdraw, name="practice_withdraw"),
    path("library/drafts/<int:pk>/discard/", authoring.practice_discard, name="practice_discard"),
    path("library/drafts/<int:pk>/retire/", deciding.practice_retire, name="practice_retire"),
    path("library/<slug:slug>/", library.practice_detail, name="practice_detail"),
    path("desk/practices/<int:pk>/", deciding.practice_review, name="practice_review"),
]
