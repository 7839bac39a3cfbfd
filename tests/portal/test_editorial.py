"""The Wagtail admin: who gets in, and what each may touch there."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from members.models import Country, RegionHubPage
from portal import audit, editorial
from portal.models import AuditEntry, Language, Navigation, NewsPage, User
from tests.factories.members import AffiliationFactory, CountryFactory
from tests.factories.portal import LanguageFactory

from .admin_site import build_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return build_admin()


@pytest.fixture
def coordinator(admin, client_for):
    return client_for(admin.coordinator)


@pytest.fixture
def secretariat(admin, client_for):
    return client_for(admin.secretariat)


def refused(response) -> bool:
    """Wagtail refuses by leading back to its front or by 403 and 404; a 404 leads to the language prefix."""
    if response.status_code == 302:
        return response.url == reverse("wagtailadmin_home") or response.url.startswith("/en/admin/")
    return response.status_code in (403, 404)


def hub_form(hub, **changes):
    return nested_form_data(
        {
            "title": hub.title,
            "slug": hub.slug,
            "introduction": "New.",
            "body": streamfield([]),
            "seo_title": "",
            "search_description": "",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **changes,
        }
    )


def news_form(**changes):
    return nested_form_data(
        {
            "title": "New news",
            "slug": "new-news",
            "date": "2026-11-24",
            "summary": "Something happened.",
            "image": "",
            "body": streamfield([("text", rich_text("<p>It happened.</p>"))]),
            "seo_title": "",
            "search_description": "",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **changes,
        }
    )


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


# --- the door --------------------------------------------------------------------------------

DOORS = ("/admin/", "/admin/pages/", "/admin/images/", "/admin/users/", "/admin/reports/site-history/")


@pytest.mark.parametrize("who", ["rep", "newcomer"])
@pytest.mark.parametrize("url", DOORS)
def test_people_without_an_editors_role_do_not_get_in_and_are_not_sent_in_circles(
    admin, client_for, who, url
):
    client = client_for(getattr(admin, who))
    door = client.get(url)
    assert (door.status_code, door.url.startswith("/account/login/?next=")) == (302, True)
    sent_to = client.get(client.get(door.url).url)
    assert (sent_to.status_code, sent_to.url) == (302, reverse("dashboard"))


@pytest.mark.parametrize("url", DOORS)
def test_visitors_are_led_to_the_portals_own_door(admin, client, url):
    chain = client.get(url, follow=True).redirect_chain
    assert chain[-1][0].startswith("/en/account/login/?next=")


def test_an_assistant_coordinator_does_not_get_in(admin, client_for):
    from tests.factories.members import CoordinatorFactory

    assistant = CoordinatorFactory(region=admin.own.region, role="assistant").person
    assert client_for(assistant).get("/admin/").status_code in (302, 403)


@pytest.mark.parametrize("who", ["coordinator", "secretariat"])
def test_editors_get_in(admin, client_for, who):
    assert client_for(getattr(admin, who)).get("/admin/").status_code == 200


@pytest.mark.parametrize("url", ["/admin/login/", "/admin/password_reset/", "/admin/failwhale/"])
def test_stock_doors_are_shut(admin, client, coordinator, url):
    for each in (client, coordinator):
        assert each.get(url).status_code in (302, 404)


# --- the coordinator's own hub -----------------------------------------------------------------


def test_a_coordinator_publishes_the_own_hub(admin, coordinator):
    assert coordinator.get(edit(admin.own)).status_code == 200
    response = coordinator.post(edit(admin.own), hub_form(admin.own, **{"action-publish": "1"}))
    assert response.status_code == 302
    hub = RegionHubPage.objects.get(pk=admin.own.pk)
    assert (hub.introduction, hub.live, hub.region) == ("New.", True, admin.own.region)


def test_a_coordinator_publishes_news_below_the_own_hub(admin, coordinator):
    url = reverse("wagtailadmin_pages:add", args=["portal", "newspage", admin.own.pk])
    assert coordinator.get(url).status_code == 200
    assert coordinator.post(url, news_form(**{"action-publish": "1"})).status_code == 302
    news = NewsPage.objects.get(slug="new-news")
    assert (news.live, news.get_parent().specific) == (True, admin.own)


@pytest.mark.parametrize("act", ["delete", "unpublish", "move", "copy"])
def test_a_coordinator_edits_the_own_hub_but_never_does_away_with_it(admin, coordinator, act):
    hub, target = admin.own, f"/admin/pages/{admin.own.pk}/{act}/"
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": admin.index.pk}
    assert coordinator.post(target, data).status_code in (302, 403)
    present = RegionHubPage.objects.get(pk=hub.pk)
    assert (present.live, present.path, RegionHubPage.objects.count()) == (True, hub.path, 2)


def test_a_forged_region_in_the_form_changes_nothing(admin, coordinator):
    form = hub_form(admin.own, region=admin.other.region.pk, **{"action-publish": "1"})
    coordinator.post(edit(admin.own), form)
    assert RegionHubPage.objects.get(pk=admin.own.pk).region == admin.own.region


def test_nothing_else_on_the_tree_opens(admin, coordinator):
    pages = "wagtailadmin_pages"
    for page in (admin.other, admin.other_news, admin.home, admin.index):
        urls = [
            reverse(f"{pages}:{name}", args=[page.pk])
            for name in ("edit", "delete", "unpublish", "copy", "move", "history", "lock", "unlock")
        ]
        urls.append(reverse(f"{pages}:view_draft", args=[page.pk]))
        urls.append(reverse(f"{pages}:preview_on_edit", args=[page.pk]))
        for url in urls:
            for response in (coordinator.get(url), coordinator.post(url, hub_form(page))):
                assert refused(response) or response.status_code == 405, (url, response.status_code)
    assert Page.objects.filter(pk__in=[admin.other.pk, admin.other_news.pk, admin.home.pk]).count() == 3
    assert RegionHubPage.objects.get(pk=admin.other.pk).introduction == "Old."


def test_nothing_can_be_added_moved_or_copied_elsewhere(admin, coordinator):
    pages = "wagtailadmin_pages"
    for parent, kind in (
        (admin.other, "newspage"),
        (admin.home, "standardpage"),
        (admin.home, "newsindexpage"),
    ):
        url = reverse(f"{pages}:add", args=["portal", kind, parent.pk])
        assert refused(coordinator.get(url))
        assert refused(coordinator.post(url, news_form()))
    hub_below_index = reverse(f"{pages}:add", args=["members", "regionhubpage", admin.index.pk])
    assert refused(coordinator.post(hub_below_index, hub_form(admin.own)))
    move = reverse(f"{pages}:move_confirm", args=[admin.own_news.pk, admin.other.pk])
    assert refused(coordinator.post(move))
    coordinator.post(
        reverse(f"{pages}:copy", args=[admin.own_news.pk]),
        {
            "new_title": "Copied",
            "new_slug": "copied",
            "new_parent_page": admin.other.pk,
            "publish_copies": "on",
        },
    )
    assert admin.other.get_children().count() == 1
    assert NewsPage.objects.get(pk=admin.own_news.pk).get_parent().pk == admin.own.pk


def test_pages_of_others_are_in_no_list_or_report(admin, coordinator):
    for name in ("site_history", "aging_pages", "locked_pages"):
        body = coordinator.get(reverse(f"wagtailadmin_reports:{name}")).content.decode()
        assert admin.other.title not in body, name
    body = coordinator.get(reverse("wagtailadmin_explore_root"), follow=True).content.decode()
    assert admin.other.title not in body


# --- what belongs to the secretariat -------------------------------------------------------------


def closed_urls(admin):
    language, country = LanguageFactory(), CountryFactory()
    line = audit.record("members.test", admin.home, actor=None)
    person = admin.newcomer.pk
    return [
        reverse("wagtailsettings:edit", args=["portal", "navigation"]),
        *(reverse(name) for name in ("language:index", "language:add", "country:index", "region:index")),
        reverse("language:edit", args=[language.pk]),
        reverse("country:edit", args=[country.pk]),
        reverse("country:delete", args=[country.pk]),
        reverse("audit:index"),
        reverse("audit:inspect", args=[line.pk]),
        *(reverse(f"wagtailusers_{name}:index") for name in ("users", "groups")),
        reverse("wagtailusers_users:edit", args=[person]),
        reverse("wagtailusers_users:add"),
        *(reverse(f"{name}:index") for name in ("wagtailsites", "wagtaillocales", "wagtailredirects")),
        reverse("wagtailadmin_collections:index"),
        reverse("wagtailadmin_workflows:index"),
    ]


def test_settings_vocabularies_people_and_the_audit_trail_are_closed_to_coordinators(admin, coordinator):
    for url in closed_urls(admin):
        for response in (coordinator.get(url), coordinator.post(url, {"name": "x"})):
            assert refused(response) or response.status_code == 405, (url, response.status_code)


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")  # of Wagtail's renditions
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_images_of_other_collections_are_closed(admin, coordinator):
    theirs = Image.objects.create(
        title="Zebra", file=get_test_image_file(), collection=admin.collections["other"]
    )
    mine = Image.objects.create(title="Mine", file=get_test_image_file(), collection=admin.collections["own"])
    assert coordinator.get(reverse("wagtailimages:edit", args=[mine.pk])).status_code == 200
    for name in ("edit", "delete", "image_usage"):
        assert refused(coordinator.get(reverse(f"wagtailimages:{name}", args=[theirs.pk]))), name
    coordinator.post(reverse("wagtailimages:delete", args=[theirs.pk]))
    coordinator.post(reverse("wagtailimages:edit", args=[theirs.pk]), {"title": "Taken"})
    assert Image.objects.get(pk=theirs.pk).title == "Zebra"
    for name in ("wagtailimages:index", "wagtailimages_chooser:choose"):
        assert "Zebra" not in coordinator.get(reverse(name)).content.decode(), name


def test_documents_of_other_collections_are_closed(admin, coordinator):
    theirs = Document.objects.create(title="Zebra", file="x.pdf", collection=admin.collections["other"])
    assert refused(coordinator.get(reverse("wagtaildocs:edit", args=[theirs.pk])))
    coordinator.post(reverse("wagtaildocs:delete", args=[theirs.pk]))
    assert Document.objects.filter(pk=theirs.pk).exists()
    assert "Zebra" not in coordinator.get(reverse("wagtaildocs:index")).content.decode()


def test_coordinators_hold_one_right_on_no_object_at_all_but_the_door(admin):
    user = User.objects.get(pk=admin.coordinator.pk)
    assert user.get_all_permissions() == {"wagtailadmin.access_admin"}


def test_reps_and_newcomers_are_in_no_group(admin):
    assert not admin.rep.groups.exists()
    assert not admin.newcomer.groups.exists()


# --- the secretariat -------------------------------------------------------------------------------


def test_the_secretariat_edits_vocabularies(admin, secretariat):
    country = CountryFactory(code="KE", region=admin.own.region)
    url = reverse("country:edit", args=[country.pk])
    assert secretariat.get(url).status_code == 200
    fields = [f.name for f in Country._meta.fields if f.name.startswith("label_")]
    form = {
        **{name: getattr(country, name) for name in fields},
        "code": "KE",
        "iso3": "KEN",
        "m49": "404",
        "region": admin.own.region.pk,
        "position": 0,
        "active": "on",
        "label_en": "Kenya renamed",
    }
    response = secretariat.post(url, form)
    assert response.status_code == 302, response.context["form"].errors
    assert Country.objects.get(code="KE").label_en == "Kenya renamed"
    form = {**dict.fromkeys((f.name for f in Language._meta.fields), "x"), "code": "sw", "position": 0}
    assert secretariat.post(reverse("language:add"), form).status_code == 302
    assert Language.objects.filter(code="sw").exists()


def test_the_secretariat_opens_navigation_and_people(admin, secretariat):
    site = Navigation.objects.count()
    url = reverse("wagtailsettings:edit", args=["portal", "navigation"])
    assert secretariat.get(url, follow=True).status_code == 200
    assert site <= Navigation.objects.count()


def test_the_secretariat_reads_the_audit_trail_and_cannot_write_it(admin, secretariat):
    line = audit.record("members.test", admin.home, actor=admin.secretariat, reason="Zebra")
    assert secretariat.get(reverse("audit:index")).status_code == 200
    assert "Zebra" in secretariat.get(reverse("audit:inspect", args=[line.pk])).content.decode()
    count = AuditEntry.objects.count()
    for name, args in (("add", []), ("edit", [line.pk]), ("delete", [line.pk])):
        url = reverse(f"audit:{name}", args=args)
        for response in (secretariat.get(url), secretariat.post(url, {"reason": "forged"})):
            assert refused(response), (name, response.status_code)
    assert AuditEntry.objects.count() == count
    assert AuditEntry.objects.get(pk=line.pk).reason == "Zebra"


def test_nobodys_group_holds_a_right_to_write_the_trail(admin):
    rights = Permission.objects.filter(content_type=ContentType.objects.get_for_model(AuditEntry))
    held = rights.filter(group__isnull=False).values_list("codename", flat=True)
    assert set(held) == {"view_auditentry"}


def test_the_secretariat_edits_every_page(admin, secretariat):
    for page in (admin.home, admin.own, admin.other):
        assert secretariat.get(edit(page)).status_code == 200


def test_the_secretariat_adds_a_hub_and_its_coordinators_can_edit_it(admin, secretariat, coordinator):
    url = reverse("wagtailadmin_pages:add", args=["members", "regionhubpage", admin.index.pk])
    assert 'name="region"' in secretariat.get(url).content.decode()
    nowhere = secretariat.post(url, hub_form(admin.own, slug="third"))
    assert (nowhere.status_code, RegionHubPage.objects.count()) == (200, 2)
    form = hub_form(admin.own, slug="third", region=admin.own.region.pk)
    assert secretariat.post(url, form).status_code == 302
    assert coordinator.get(edit(RegionHubPage.objects.get(slug="third"))).status_code == 200


def test_whoever_leaves_the_secretariat_leaves_the_admin(admin, secretariat):
    from django.utils import timezone

    from portal.authz import grants

    admin.secretariat.secretariatappointments.update(ends_at=timezone.now())
    grants.sync([admin.secretariat.pk])
    assert secretariat.get("/admin/").status_code in (302, 403)
    assert editorial.sync_secretariat() == 0
    assert not AffiliationFactory().person.groups.exists()
