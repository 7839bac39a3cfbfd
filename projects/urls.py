"""Addresses of working groups and events."""

from django.urls import path

from .views import discussions, events, files, groups

urlpatterns = [
    path("groups/", groups.group_list, name="group_list"),
    path("groups/<slug:slug>/", groups.group_detail, name="group_detail"),
    path("groups/<slug:slug>/discussions/", discussions.group_discussions, name="group_discussions"),
    path("groups/<slug:slug>/discussions/new/", discussions.thread_start, name="thread_start"),
    path("groups/<slug:slug>/discussions/<int:pk>/", discussions.thread_detail, name="thread_detail"),
    path("groups/<slug:slug>/discussions/<int:pk>/close/", discussions.thread_close, name="thread_close"),
    path("groups/<slug:slug>/posts/<int:pk>/", discussions.post_edit, name="post_edit"),
    path("groups/<slug:slug>/files/", files.group_files, name="group_files"),
    path("groups/<slug:slug>/files/new/", files.file_add, name="file_add"),
    path("groups/<slug:slug>/files/<int:pk>/", files.file_detail, name="file_detail"),
    path("groups/<slug:slug>/files/<int:pk>/v<int:number>/", files.file_download, name="file_download"),
    path("groups/<slug:slug>/members/", groups.group_members, name="group_members"),
    path("groups/<slug:slug>/members/give/", groups.seat_give, name="seat_give"),
    path("groups/<slug:slug>/members/<int:pk>/end/", groups.seat_end, name="seat_end"),
    path("groups/<slug:slug>/settings/", groups.group_settings, name="group_settings"),
    path("groups/<slug:slug>/settings/archive/", groups.group_archive, name="group_archive"),
    path("events/", events.event_list, name="event_list"),
    path("events/<slug:slug>/", events.event_detail, name="event_detail"),
    path("events/<slug:slug>.ics", events.event_calendar, name="event_calendar"),
]
