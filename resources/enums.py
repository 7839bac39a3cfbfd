"""Choice lists and states of the resources app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PracticeStatus(models.TextChoices):
    """Where the newest text of a practice stands; whether the public reads an earlier one says ``live``."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    RETURNED = "returned", _("Returned for changes")
    DECLINED = "declined", _("Declined")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Withdrawn from the library")


EDITABLE = (PracticeStatus.DRAFT, PracticeStatus.RETURNED, PracticeStatus.PUBLISHED)
SENDABLE = (PracticeStatus.DRAFT, PracticeStatus.RETURNED)
UNDER_WAY = (PracticeStatus.DRAFT, PracticeStatus.SUBMITTED, PracticeStatus.RETURNED)


class Aim(models.TextChoices):
    """Aims of the Alliance that a practice serves."""

    GOOD_PRACTICES = "good-practices", _("Good practices in teaching and learning")
    TECHNOLOGY_FUTURE = "technology-future", _("Technology and the future of education")
    COOPERATION = "cooperation", _("Cooperation across borders")
    INCLUSION_EQUITY = "inclusion-equity", _("Inclusion and equity")
    HI_LOW_NO_TECH = "hi-low-no-tech", _("High, low and no technology together")
    COVID_RESPONSE = "covid-response", _("Response to the pandemic")


class OerArea(models.TextChoices):
    """Areas of action of UNESCO's 2019 Recommendation on Open Educational Resources."""

    CAPACITY = "capacity", _("Building capacity")
    POLICY = "policy", _("Supportive policy")
    INCLUSION = "inclusion", _("Inclusive and equitable quality")
    SUSTAINABILITY = "sustainability", _("Sustainability models")
    COOPERATION = "cooperation", _("International cooperation")


class Audience(models.TextChoices):
    """Whom a practice is useful to (LRMI educationalAudienceRole)."""

    TEACHER = "teacher", _("Teachers")
    STUDENT = "student", _("Students")
    ADMINISTRATOR = "administrator", _("Administrators")
    MENTOR = "mentor", _("Mentors")
    PARENT = "parent", _("Parents")
    PEER_TUTOR = "peerTutor", _("Peer tutors")
    PROFESSIONAL = "professional", _("Professionals")
    GENERAL_PUBLIC = "generalPublic", _("General public")


class Learners(models.TextChoices):
    """How many learners were reached."""

    UNDER_100 = "1-99", _("1 to 99")
    UNDER_1000 = "100-999", _("100 to 999")
    UNDER_10000 = "1k-9999", _("1,000 to 9,999")
    UNDER_100000 = "10k-99999", _("10,000 to 99,999")
    MORE = "100k+", _("100,000 and more")


class Connectivity(models.TextChoices):
    """What connection a learner needs."""

    NONE = "none", _("No connection")
    OCCASIONAL = "occasional", _("A connection now and then")
    LOW = "low", _("A slow connection")
    BROADBAND = "broadband", _("Broadband")


class Power(models.TextChoices):
    """What electricity a learner needs."""

    NONE = "none", _("No electricity")
    INTERMITTENT = "intermittent", _("Electricity some of the time")
    STEADY = "steady", _("Steady electricity")


class Device(models.TextChoices):
    """What device a learner needs."""

    NONE = "none", _("No device")
    SHARED = "shared", _("A shared device")
    PHONE = "phone", _("A phone")
    COMPUTER = "computer", _("A computer")


class Setting(models.TextChoices):
    """Where the practice took place."""

    RURAL = "rural", _("Rural")
    URBAN = "urban", _("Urban")
    REMOTE = "remote", _("Remote areas")
    CRISIS = "crisis", _("Crisis or emergency")
    REFUGEE = "refugee", _("Refugees and displaced people")
    PRISON = "prison", _("Prison")
    DISABILITY = "disability", _("Learners with disabilities")


class Delivery(models.TextChoices):
    """How teaching reaches the learner."""

    ONLINE = "online", _("Online")
    BLENDED = "blended", _("Blended")
    BROADCAST = "broadcast", _("Broadcast")
    PRINT = "print", _("Print")
    FACE_TO_FACE = "face-to-face", _("Face to face")


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is."""

    DATA = "data", _("Data")
    SURVEY = "survey", _("Survey")
    EVALUATION = "evaluation", _("Evaluation")
    STUDY = "study", _("Study")
    TESTIMONIAL = "testimonial", _("Testimonial")
    EXTERNAL_REPORT = "external-report", _("External report")
    AWARD = "award", _("Award")


class Comparator(models.TextChoices):
    """What a result is compared with."""

    NONE = "none", _("Not compared")
    BEFORE_AFTER = "before-after", _("Before and after")
    GROUP = "group", _("With another group")
    RANDOM = "random", _("With a group chosen at random")


class EvidenceLevel(models.TextChoices):
    """The ladder of evidence, given by reviewers; shown in words."""

    REASONED = "E1", _("Reasoned: a logic of change and the users’ own words")
    OBSERVED = "E2", _("Observed change: before and after, or repeated data")
    COMPARED = "E3", _("Compared: with a credible group")
    CONFIRMED = "E4", _("Confirmed: evaluated independently or repeated elsewhere")
    SCALED = "E5", _("Scaled: repeated in several countries or institutions")


class ContactVisibility(models.TextChoices):
    """Who sees the contact."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("People who are signed in")
    REVIEWERS = "reviewers", _("Reviewers only")


class Recommendation(models.TextChoices):
    """What a reviewer advises."""

    PUBLISH = "publish", _("Publish")
    CHANGES = "changes", _("Return for changes")
    DECLINE = "decline", _("Decline")
