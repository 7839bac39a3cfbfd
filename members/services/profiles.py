"""Profiles of institutions: opening, changing, finding again."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from portal import audit, authz, page_cache
from portal.languages import canonical
from portal.models import Language, User
from portal.models.terms import LABEL_FIELDS
from portal.search.folding import fold
from portal.search.vectors import vector

from ..enums import NameKind
from ..images import clean_logo
from ..models import Country, FormerSlug, Institution, InstitutionName, ProfileDraft
from ..snapshots import LIVE_NUMBERS, LIVE_TEXTS, Values, changed, identity_values, live_values
from ..validators import canonical_ror

NOT_CLEANED = ["search", "sort_key", "latest_revision"]
MAX_NAMES = 60


class StaleVersion(Exception):
    """Somebody else saved the profile after the editor had opened it; ``institution`` is as it is now."""

    def __init__(self, institution: Institution):
        super().__init__(institution.pk)
        self.institution = institution


def locked(institution: Institution) -> Institution:
    """The institution as it is now, kept from other writers until the end of the transaction."""
    return Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)


@transaction.atomic
def create_institution(
    *, name: str, kind: str, country: Country | None, actor: User | None, ror: str = "", **values: Any
) -> Institution:
    """Open a public profile and return it. Its region follows from the country.

    ``values`` are live fields as in ``update_profile`` and ``slug``; ``ValidationError`` on bad ones.
    """
    institution = Institution(
        name=name,
        kind=kind,
        country=country,
        region=country.region if country else None,
        ror=canonical_ror(ror),
        slug=values.pop("slug", "") or free_slug(name),
    )
    apply_live(institution, values)
    _store(institution, actor)
    audit.record(
        "members.create_institution",
        institution,
        actor=actor,
        after=identity_values(institution),
        region=region_code(institution),
    )
    return institution


def free_slug(name: str) -> str:
    """An address for ``name`` that neither is nor was another institution's."""
    base = slugify(fold(name))[:100].strip("-") or "institution"
    taken = set(Institution.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def update_profile(
    *, institution: Institution, version: int, values: Values, actor: User | None
) -> Institution:
    """Set live fields at once and return the profile as it is now.

    ``values`` maps names of ``snapshots.LIVE_FIELDS`` to plain values: ``languages`` to codes, ``names`` to
    dictionaries of ``value``, ``language`` and ``kind``. Without a difference nothing is written.
    ``PermissionDenied`` if ``actor`` may not (``None`` is the system), ``StaleVersion`` if ``version`` is not
    the present one; ``ValidationError`` by field on bad values.
    """
    current = locked(institution)
    require_editor(current, actor)
    if current.version != version:
        raise StaleVersion(current)
    before = live_values(current)
    apply_live(current, values)
    names = changed(before, values)
    if names:
        current.version += 1
        _store(current, actor)
        audit.record(
            "members.update_profile",
            current,
            actor=actor,
            before={name: before[name] for name in names},
            after={name: values[name] for name in names},
            region=region_code(current),
        )
    ProfileDraft.objects.filter(institution=current, person=actor).delete()
    return current


def require_editor(institution: Institution, actor: User | None) -> None:
    """Raise ``PermissionDenied`` unless ``actor`` is the system or may change the profile."""
    if actor is not None and not authz.can(actor, "change", institution):
        raise PermissionDenied


def apply_live(institution: Institution, values: Values) -> None:
    """Put live values on the object, for saving or only for looking at; nothing is saved."""
    for name in (*LIVE_TEXTS, *LIVE_NUMBERS):
        if name in values:
            setattr(institution, name, values[name])
    if "names" in values:
        institution.names = [_name(row) for row in values["names"]]
    if "languages" in values:
        institution.languages = list(Language.objects.filter(code__in=values["languages"]))


def _name(row: dict[str, str]) -> InstitutionName:
    language = canonical(row["language"]) if row.get("language") else ""
    return InstitutionName(value=row["value"], language=language, kind=row.get("kind") or NameKind.LABEL)


def _store(institution: Institution, actor: User | None) -> None:
    if len(institution.names.all()) > MAX_NAMES:
        raise ValidationError({"names": _("At most 60 names are possible.")})
    institution.sort_key = fold(institution.name)[:255]
    institution.full_clean(exclude=NOT_CLEANED)
    institution.save()
    refresh_search(institution=institution)
    institution.save_revision(user=actor, clean=False)
    transaction.on_commit(page_cache.purge)


def store_identity(institution: Institution, actor: User | None) -> None:
    """Save after a change of identity fields, as a new version; the caller holds the lock."""
    institution.version += 1
    _store(institution, actor)


def refresh_search(*, institution: Institution) -> None:
    """Write the search vector anew: names in all scripts, place, country and region in six languages, texts."""
    country, region = institution.country, institution.region
    labels = [getattr(term, field) for term in (country, region) if term for field in LABEL_FIELDS.values()]
    weighted = [
        (institution.name, "A"),
        *((name.value, "A" if name.kind != NameKind.ALIAS else "B") for name in institution.names.all()),
        (institution.city, "B"),
        (" ".join(labels), "C"),
        (institution.get_kind_display(), "C"),
        (institution.summary, "D"),
        (institution.description, "D"),
    ]
    Institution.objects.filter(pk=institution.pk).update(search=vector(weighted))


@transaction.atomic
def set_logo(*, institution: Institution, upload: UploadedFile | None, actor: User) -> Institution:
    """Set or remove the logo. The picture is drawn anew, so that nothing but pixels is kept.

    ``ValidationError`` if it is no picture, too large or of too many pixels.
    """
    current = locked(institution)
    require_editor(current, actor)
    before = current.logo_id
    current.logo = None
    if upload is not None:
        title = current.name[:255]
        current.logo = get_image_model().objects.create(
            title=title, file=clean_logo(upload), uploaded_by_user=actor
        )
    current.version += 1
    _store(current, actor)
    audit.record(
        "members.set_logo",
        current,
        actor=actor,
        before=before,
        after=current.logo_id,
        region=region_code(current),
    )
    return current


@transaction.atomic
def change_slug(*, institution: Institution, slug: str, actor: User) -> Institution:
    """Give the profile another address; the former one leads to it for ever. Only the secretariat may."""
    current = locked(institution)
    if not authz.actor_of(actor).secretariat:  # addresses are cited elsewhere
        raise PermissionDenied
    before, current.slug = current.slug, slug
    if slug == before:
        return current
    if FormerSlug.objects.filter(slug=slug).exclude(institution=current).exists():
        raise ValidationError({"slug": _("This address belonged to another institution.")})
    FormerSlug.objects.filter(slug=slug).delete()
    FormerSlug.objects.create(slug=before, institution=current)
    store_identity(current, actor)
    audit.record(
        "members.change_slug", current, actor=actor, before=before, after=slug, region=region_code(current)
    )
    return current


@transaction.atomic
def keep_draft(*, institution: Institution, person: User, data: dict[str, list[str]]) -> ProfileDraft:
    """Keep what a person has typed, as typed; one draft for each person and profile."""
    draft, _created = ProfileDraft.objects.update_or_create(
        institution=institution, person=person, defaults={"data": data}
    )
    return draft


@transaction.atomic
def discard_draft(*, institution: Institution, person: User) -> None:
    """Forget the person's draft of this profile, if there is one."""
    ProfileDraft.objects.filter(institution=institution, person=person).delete()


def region_code(institution: Institution) -> str:
    """The region's code for the audit trail; empty stands for the secretariat."""
    return institution.region.code if institution.region else ""
