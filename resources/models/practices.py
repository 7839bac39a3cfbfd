"""Good practices: a structured record, its life and what the library's list needs of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from members.models import Country, Institution, Region
from portal.models import Language

from .. import enums
from ..enums import PracticeStatus
from ..querysets import PracticeQuerySet
from .vocabularies import IscedField, IscedLevel, Licence, SdgTarget, TechLevel

Person = settings.AUTH_USER_MODEL


def _codes(label, choices) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=20, choices=choices), verbose_name=label, default=list, blank=True
    )


def _text(label, limit: int) -> models.TextField:
    """A text of the story; ``limit`` is held when it is submitted, a draft may still be longer."""
    return models.TextField(label, max_length=limit, blank=True)


class Story(ClusterableModel):
    """What a practice tells: the fields of the record that its authors write."""

    title = models.CharField(_("title"), max_length=120, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    language = models.ForeignKey(
        Language,
        verbose_name=_("language"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    countries = ParentalManyToManyField(Country, verbose_name=_("countries"), blank=True, related_name="+")
    started = models.DateField(_("started"), null=True, blank=True)
    ended = models.DateField(_("ended"), null=True, blank=True)
    keywords = ArrayField(
        models.CharField(max_length=60), verbose_name=_("keywords"), default=list, blank=True
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    contact_visibility = models.CharField(
        _("who sees the contact"),
        max_length=10,
        choices=enums.ContactVisibility,
        default=enums.ContactVisibility.MEMBERS,
    )

    sdg_targets = ParentalManyToManyField(
        SdgTarget, verbose_name=_("SDG 4 targets"), blank=True, related_name="+"
    )
    aim = models.CharField(_("aim of the Alliance"), max_length=20, choices=enums.Aim, blank=True)
    oer_areas = _codes(_("areas of open educational resources"), enums.OerArea)
    isced_levels = ParentalManyToManyField(
        IscedLevel, verbose_name=_("levels of education"), blank=True, related_name="+"
    )
    isced_fields = ParentalManyToManyField(
        IscedField, verbose_name=_("fields of education"), blank=True, related_name="+"
    )
    audience = _codes(_("useful to"), enums.Audience)
    learners = models.CharField(_("learners reached"), max_length=12, choices=enums.Learners, blank=True)
    tech_levels = ParentalManyToManyField(
        TechLevel, verbose_name=_("technology levels"), blank=True, related_name="+"
    )
    connectivity = models.CharField(_("connection"), max_length=12, choices=enums.Connectivity, blank=True)
    power = models.CharField(_("electricity"), max_length=12, choices=enums.Power, blank=True)
    device = models.CharField(_("device"), max_length=12, choices=enums.Device, blank=True)
    settings = _codes(_("settings"), enums.Setting)
    delivery = _codes(_("delivery"), enums.Delivery)

    context = _text(_("context and problem"), 2000)
    objectives = _text(_("objectives"), 1000)
    steps = _text(_("what was done, step by step"), 6000)
    resources_cost = _text(_("resources and cost"), 1500)
    inclusion = _text(_("inclusion and equity"), 1500)
    results = _text(_("results"), 2500)
    challenges = _text(_("what did not work"), 1500)
    success_factors = _text(_("what made it work"), 1500)
    lessons = _text(_("lessons and advice"), 1500)
    sustainability = _text(_("sustainability"), 1500)
    adaptation = _text(_("how to adapt it"), 1500)
    ethics = _text(_("ethics and data protection"), 1500)
    interests = _text(_("declaration of interests"), 500)
    ai_use = _text(_("use of artificial intelligence"), 500)
    licence = models.ForeignKey(
        Licence, verbose_name=_("licence"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adapted_from = models.URLField(_("adapted from"), max_length=500, blank=True)

    class Meta:
        abstract = True


class Practice(RevisionMixin, Story):
    """A good practice. A scope of grants (for its reviewers).

    The row holds what the public reads once the practice was published; a new version under work is
    then a revision (``services.working_copy``). Before the first publication the row is the draft.
    ``edition`` counts publications, ``version`` edits (two people at one text).
    ``region`` repeats the lead's; the masks and ``search`` are written when a version is published.
    """

    # What belongs to the record as a whole, never to one version of its text.
    IDENTITY = (
        "slug", "number", "status", "live", "edition", "lead_institution", "region", "translation_of",
        "submitted_by", "submitted_at", "decided_by", "decided_at", "reason", "published_at", "revised_at",
        "retired_at", "evidence_level", "created_at", "tech_mask", "sdg_mask", "search", "sort_key",
    )  # fmt: skip

    slug = models.SlugField(_("address"), max_length=120, unique=True, null=True, blank=True)
    number = models.CharField(_("number"), max_length=16, unique=True, null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=PracticeStatus, default=PracticeStatus.DRAFT, db_index=True
    )
    live = models.BooleanField(_("public"), default=False)
    edition = models.PositiveIntegerField(_("published version"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    lead_institution = models.ForeignKey(
        Institution,
        verbose_name=_("lead institution"),
        on_delete=models.PROTECT,
        related_name="led_practices",
    )
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="translations",
    )
    evidence_level = models.CharField(_("evidence"), max_length=2, choices=enums.EvidenceLevel, blank=True)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="practices")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    revised_at = models.DateTimeField(_("this version since"), null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    tech_mask = models.IntegerField(default=0, editable=False)
    sdg_mask = models.IntegerField(default=0, editable=False)
    sort_key = models.CharField(max_length=255, editable=False, default="")
    search = SearchVectorField(null=True, editable=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        ordering = ["-published_at", "-pk"]
        permissions = [("review_practice", "Can advise on the practice")]
        indexes = [
            GinIndex(fields=["search"], name="resources_practice_search"),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(live=True), name="resources_live_newest"
            ),
            models.Index(fields=["sort_key", "id"], condition=Q(live=True), name="resources_live_title"),
            models.Index(fields=["region", "status"], name="resources_practice_desk"),
        ]
        constraints = [
            models.CheckConstraint(
                name="resources_published_is_live",
                condition=~Q(status=PracticeStatus.PUBLISHED) | Q(live=True),
            ),
            models.CheckConstraint(
                name="resources_live_is_whole",
                condition=Q(live=False)
                | Q(
                    slug__isnull=False,
                    number__isnull=False,
                    published_at__isnull=False,
                    revised_at__isnull=False,
                    edition__gte=1,
                ),
            ),
            models.CheckConstraint(
                name="resources_retired_not_live",
                condition=~Q(status__in=[PracticeStatus.RETIRED, PracticeStatus.DECLINED]) | Q(live=False),
            ),
            models.CheckConstraint(
                name="resources_retired_has_date",
                condition=~Q(status=PracticeStatus.RETIRED) | Q(retired_at__isnull=False, slug__isnull=False),
            ),
            models.CheckConstraint(
                name="resources_submitted_has_date",
                condition=~Q(status=PracticeStatus.SUBMITTED) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="resources_not_its_own_translation",
                condition=Q(translation_of__isnull=True) | ~Q(translation_of=models.F("id")),
            ),
        ]

    def __str__(self):
        return self.title or str(_("Untitled practice"))

    @property
    def is_update(self) -> bool:
        """Whether the text under work is a new version of something the public reads."""
        return self.live and self.status != PracticeStatus.PUBLISHED

    def serializable_data(self):
        """The text alone: the state is not part of a version."""
        data = super().serializable_data()
        return {name: value for name, value in data.items() if name not in self.IDENTITY}

    def with_content_json(self, content):
        """The version in ``content`` with the state of this row."""
        obj = super().with_content_json(content)
        for name in (*self.IDENTITY, "version"):
            setattr(obj, name, getattr(self, name))
        obj._state.adding = False
        obj._state.db = self._state.db
        return obj
