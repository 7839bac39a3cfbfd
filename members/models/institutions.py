"""Member institutions: the record the public reads and its people keep."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from portal.languages import direction, endonym
from portal.models import Language

from ..enums import IN_FORCE, InstitutionKind, MembershipClass, MembershipStatus, NameKind
from ..querysets import InstitutionManager
from ..validators import validate_wikidata
from .regions import Country, Region


class Institution(RevisionMixin, ClusterableModel):
    """A university, platform or education body. A scope of grants.

    ``name``, ``kind``, ``country`` and ``ror`` are identity fields: changes wait for review.
    ``region`` follows from the country (``members.services`` keeps it); empty means the secretariat.
    ``search`` and ``sort_key`` are folded keys, kept by the services.
    """

    IDENTITY_FIELDS = ("name", "kind", "country", "ror")

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(
        _("kind"), max_length=20, choices=InstitutionKind, default=InstitutionKind.UNIVERSITY
    )
    country = models.ForeignKey(
        Country, verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ror = models.CharField(_("ROR id"), max_length=32, blank=True)
    wikidata = models.CharField(_("Wikidata id"), max_length=16, blank=True, validators=[validate_wikidata])
    city = models.CharField(_("place"), max_length=120, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    established = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    summary = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    description = models.TextField(_("description"), max_length=6000, blank=True)
    contact_email = models.EmailField(_("contact mailbox"), blank=True)
    languages = ParentalManyToManyField(Language, verbose_name=_("languages of teaching"), blank=True)
    live = models.BooleanField(_("public"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(_("last confirmed"), null=True, blank=True)
    sort_key = models.CharField(max_length=255, editable=False, default="", db_index=True)
    search = SearchVectorField(null=True, editable=False)

    objects = InstitutionManager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["sort_key", "pk"]
        permissions = [
            ("edit_institution", "Can edit the profile"),
            ("manage_institution", "Can manage the people of the institution"),
            ("represent_institution", "Can submit practices and act for the institution"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ror"],
                condition=~models.Q(ror=""),
                name="members_institution_ror_once",
                violation_error_message=_("Another institution has this ROR id already."),
            ),
            models.CheckConstraint(
                name="members_institution_place_whole",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="members_institution_search"),
            models.Index(fields=["region", "country", "kind"], name="members_institution_facets"),
        ]

    def __str__(self):
        return self.name

    def serializable_data(self):
        """What a revision keeps: everything but the keys that follow from the rest."""
        data = super().serializable_data()
        return {name: value for name, value in data.items() if name not in ("search", "sort_key")}


class FormerSlug(models.Model):
    """An address an institution had before; it leads to the present one for ever."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.slug


class InstitutionName(models.Model):
    """A further name of an institution: another language or script, an older name, an acronym."""

    institution = ParentalKey(Institution, on_delete=models.CASCADE, related_name="names")
    value = models.CharField(_("name"), max_length=255)
    language = models.CharField(_("language"), max_length=16, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.LABEL)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["pk"]

    def __str__(self):
        return self.value

    @property
    def direction(self) -> str:
        """``ltr``, ``rtl`` or ``auto``."""
        return direction(self.language)

    @property
    def language_name(self) -> str:
        """The language's own name for itself."""
        return endonym(self.language)


class Membership(models.Model):
    """An institution's membership of the Alliance."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="membership")
    membership_class = models.CharField(_("class"), max_length=12, choices=MembershipClass)
    status = models.CharField(
        _("status"), max_length=20, choices=MembershipStatus, default=MembershipStatus.ACTIVE
    )
    since = models.DateField(_("member since"), null=True, blank=True)
    founder = models.BooleanField(_("founding member"), default=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self):
        return f"{self.institution} ({self.get_status_display()})"

    @property
    def is_in_force(self) -> bool:
        """Whether the institution counts as a member now."""
        return self.status in IN_FORCE
