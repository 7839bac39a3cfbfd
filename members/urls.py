"""Addresses of the members."""

from django.urls import path

from .views import deciding, directory, editing, people, profile

urlpatterns = [
    path("members/", directory.member_list, name="member_list"),
    path("members/map/", directory.member_map, name="member_map"),
    path("members/ror/", directory.ror_lookup, name="ror_lookup"),
    path("members/<slug:slug>/", profile.member_detail, name="member_detail"),
    path("members/<slug:slug>/edit/", editing.profile_edit, name="profile_edit"),
    path("members/<slug:slug>/edit/discard/", editing.profile_draft_discard, name="profile_draft_discard"),
    path("members/<slug:slug>/edit/logo/", editing.profile_logo, name="profile_logo"),
    path("members/<slug:slug>/history/", editing.profile_history, name="profile_history"),
    path("members/<slug:slug>/people/", people.profile_people, name="profile_people"),
    path("members/<slug:slug>/people/<int:pk>/end/", people.representative_end, name="representative_end"),
    path("changes/<int:pk>/withdraw/", editing.change_withdraw, name="change_withdraw"),
    path("desk/changes/<int:pk>/", deciding.change_detail, name="change_detail"),
]
