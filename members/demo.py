"""The demo's institutions and people, through the services: real institutions, invented people."""

import csv
import random
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.models import Language, User
from portal.services import appoint_secretariat

from . import services
from .enums import InstitutionKind, MembershipClass, RepresentativeKind
from .models import (
    ChangeRequest,
    Country,
    Institution,
    Region,
    Representative,
    RorName,
    RorRecord,
)

HERE = Path(__file__).parent
CONTENT = HERE / "demo_content"
PASSWORD = "alliance-demo"  # noqa: S105
SEED = 4_2020
TOTAL = 224
Report = Callable[[str], None]
REPRESENTATIVES = {
    "rep.nairobi": RepresentativeKind.PRIMARY,
    "rep.tsinghua": RepresentativeKind.PRIMARY,
    "rep.chile": RepresentativeKind.PRIMARY,
    "rep.manchester": RepresentativeKind.PRIMARY,
    "editor.nairobi": RepresentativeKind.EDITOR,
}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text("utf-8"))


def load_institutions(report: Report) -> None:
    """The members of public sources, all institutions the demo's texts speak of, and others up to 224."""
    _public_members()
    ensure_institutions(
        person["institution"] for person in _toml("people.toml")["people"] if "institution" in person
    )
    profiles = _toml("profiles.toml")["profiles"]
    ensure_institutions(profile["ror"] for profile in profiles)
    _fill_up()
    for profile in profiles:
        _profile(profile)
    report(f"{Institution.objects.count()} institutions")


def _public_members() -> None:
    with (HERE / "data" / "gma_members_public.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not Institution.objects.filter(name=row["name"]).exists():
                _public_member(row)


@transaction.atomic
def _public_member(row: dict[str, str]) -> None:
    kind = InstitutionKind(row["kind"])
    institution = services.create_institution(
        name=row["name"],
        kind=kind,
        country=Country.objects.get(code=row["iso2"]),
        ror=row["ror"],
        actor=None,
        **_known(RorRecord.objects.filter(ror=row["ror"]).first()),
        **({"website": row["website"]} if row["website"] else {}),
    )
    founding = row["status"] == "founding"
    services.set_membership(
        institution=institution,
        membership_class=MembershipClass.PLATFORM
        if kind == InstitutionKind.PLATFORM
        else MembershipClass.FULL,
        founder=founding,
        since=date(2020, 12, 11) if founding else None,
        actor=None,
    )


def ensure_institutions(rors: Iterable[str]) -> dict[str, Institution]:
    """Institutions by ROR id; those that are not there yet are opened from the look-up table."""
    wanted = dict.fromkeys(rors)
    present = {each.ror: each for each in Institution.objects.filter(ror__in=wanted)}
    records = RorRecord.objects.in_bulk([ror for ror in wanted if ror not in present])
    for ror in wanted:
        if ror in records:
            present[ror] = _from_ror(records[ror])
    return present


@transaction.atomic
def _from_ror(record: RorRecord) -> Institution:
    institution = services.create_institution(
        name=record.name,
        kind=InstitutionKind.UNIVERSITY,
        country=Country.objects.filter(code=record.country_code).first(),
        ror=record.ror,
        actor=None,
        website=record.website,
        **_known(record),
    )
    services.set_membership(institution=institution, membership_class=MembershipClass.FULL, actor=None)
    return institution


def _known(record: RorRecord | None) -> dict[str, Any]:
    """Live fields that the look-up table knows."""
    if record is None:
        return {}
    fields = ("city", "latitude", "longitude", "wikidata", "established")
    names = RorName.objects.filter(record=record).exclude(value=record.name)[:20]
    return {
        **{name: getattr(record, name) for name in fields},
        "names": [{"value": each.value, "language": each.language, "kind": each.kind} for each in names],
    }


def _fill_up() -> None:
    """The same others every time, the same number from each region."""
    missing = TOTAL - Institution.objects.count()
    regions = list(Region.objects.order_by("code"))
    chooser = random.Random(SEED)  # noqa: S311
    for number, region in enumerate(regions):
        share = missing // len(regions) + (number < missing % len(regions))
        ensure_institutions(_others(region, share, chooser))


def _others(region: Region, number: int, chooser: random.Random) -> list[str]:
    present = Institution.objects.exclude(ror="").values("ror")
    codes = list(region.countries.values_list("code", flat=True))
    candidates = RorRecord.objects.filter(status="active", country_code__in=codes, latitude__isnull=False)
    rors = list(candidates.exclude(ror__in=present).order_by("ror").values_list("ror", flat=True))
    return chooser.sample(rors, min(max(number, 0), len(rors)))


def _profile(profile: dict[str, Any]) -> None:
    institution = Institution.objects.filter(ror=profile["ror"], summary="").first()
    if institution is None:
        return
    codes = Language.objects.filter(code__in=profile.get("languages", [])).values_list("code", flat=True)
    services.update_profile(
        institution=institution,
        version=institution.version,
        values={
            "summary": profile["summary"],
            "description": profile["description"].strip(),
            "contact_email": profile["contact_email"],
            "languages": list(codes),
        },
        actor=None,
    )


def load_people(report: Report) -> None:
    """Accounts of ``people.toml`` with their affiliations and roles; all have the demo's password."""
    password = make_password(PASSWORD)
    people = _toml("people.toml")["people"]
    rors = [person["institution"] for person in people if "institution" in person]
    institutions = ensure_institutions(rors)
    for person in people:
        _account(person, password, institutions.get(person.get("institution", "")))
    _change_requests()
    report(f"{User.objects.count()} people")


@transaction.atomic
def _account(person: dict[str, Any], password: str, institution: Institution | None) -> None:
    fields = {name: person[name] for name in ("name", "language", "time_zone")}
    user, created = User.objects.get_or_create(
        email=person["email"], defaults={**fields, "password": password}
    )
    if not created:
        return
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if institution:
        services.record_affiliation(
            institution=institution, person=user, actor=None, post=person.get("post", "")
        )
    _role(person, user, institution)


def _role(person: dict[str, Any], user: User, institution: Institution | None) -> None:
    local = person["email"].partition("@")[0]
    if person.get("role") == "secretariat":
        appoint_secretariat(person=user, actor=None)
    elif person.get("role") == "coordinator":
        services.appoint_coordinator(
            region=Region.objects.get(code=person["region"]),
            person=user,
            host_institution=institution,
            actor=None,
        )
    elif local in REPRESENTATIVES and institution:
        services.appoint_representative(
            institution=institution, person=user, kind=REPRESENTATIVES[local], actor=None
        )


def _change_requests() -> None:
    """Two matters that wait: one on Africa's desk, one on Latin America's."""
    wishes = (
        (
            "editor.nairobi",
            {"name": "The University of Nairobi"},
            "Our charter of 2021 writes the name with the article.",
        ),
        (
            "rep.chile",
            {"name": "Universidad de Chile (UCH)"},
            "Nos conocen por la sigla; la pedimos en el nombre.",
        ),
    )
    for local, values, note in wishes:
        person = User.objects.get(email=f"{local}@demo.alliance.test")
        role = Representative.objects.current().filter(person=person).select_related("institution").get()
        if not ChangeRequest.objects.filter(institution=role.institution).exists():
            services.propose_change(institution=role.institution, values=values, note=note, actor=person)
