"""Help for authors: for each field a question, a good and a weak example."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Guidance(NamedTuple):
    """What to ask oneself, and how an answer looks that helps others or does not."""

    question: str | Promise
    good: str | Promise = ""
    weak: str | Promise = ""


GUIDANCE = {
    "title": Guidance(
        _("What was done, in words a colleague would search for?"),
        _("Voice-note tutorials for nurses on night shift"),
        _("Innovative e-learning excellence project"),
    ),
    "summary": Guidance(
        _("Who did what for whom, and what came of it, in two sentences without jargon?"),
        _("Tutors answer questions by voice note once a day. Two thirds of the nurses finished the course."),
        _("A holistic approach to blended learning leveraging mobile technologies."),
    ),
    "keywords": Guidance(_("Up to ten words, separated by commas.")),
    "partners": Guidance(_("One institution a line: its name, or its ROR id.")),
    "contact_name": Guidance(_("Whom may colleagues ask? An office rather than a person.")),
    "context": Guidance(
        _("What was the situation before, and what problem did whom does it hurt?"),
        _("412 teachers in 60 villages; electricity three hours a day; the course assumed broadband."),
        _("In today’s world digital education is more important than ever."),
    ),
    "objectives": Guidance(
        _("What should be different afterwards, and how would you notice?"),
        _("That at least half of those who start also finish, with the same examination as on campus."),
        _("To improve quality."),
    ),
    "steps": Guidance(
        _("What did you do first, second, third? Begin each step with its number and leave an empty line."),
        _("1. In May we recorded 24 talks of eight minutes on two phones."),
        _("We designed, implemented and evaluated the programme."),
    ),
    "resources_cost": Guidance(
        _("Whose time, how much money, which equipment?"),
        _("One tutor for 40 learners, 6 hours a week; 2,300 USD for memory cards and postage."),
        _("It was very cost-effective."),
    ),
    "inclusion": Guidance(
        _("Who might have been left out, and what did you do about it?"),
        _("Women fetched water at broadcast time, so we repeated the lesson at nine in the evening."),
        _("The course was open to everybody."),
    ),
    "results": Guidance(
        _("What changed, for how many, and what did not?"),
        _("Of 412 who started 239 finished (58 %), 31 % the year before. Marks stayed the same."),
        _("Feedback was overwhelmingly positive."),
    ),
    "challenges": Guidance(
        _("What went wrong, and what would you not do again?"),
        _("The printed index was useless without page numbers; 90 cards were wiped by mistake."),
        _("There were some initial difficulties."),
    ),
    "success_factors": Guidance(_("Without what would it have failed?")),
    "lessons": Guidance(
        _("What do you tell a colleague who starts tomorrow?"),
        _("Test one unit with five learners before you print 400."),
        _("Communication is key."),
    ),
    "sustainability": Guidance(_("Who pays and who does the work in two years?")),
    "adaptation": Guidance(
        _("What must be there, what may change, what must stay? How with less or more technology?"),
        _("You need one person who answers every day. SMS instead of voice works; fewer answers do not."),
        _("It can easily be adapted anywhere."),
    ),
    "ethics": Guidance(_("Consent, minors, personal data, approvals: what did you settle and how?")),
    "interests": Guidance(_("Does anybody who wrote this gain from it?")),
    "ai_use": Guidance(_("Was artificial intelligence used in the practice or in this text? For what?")),
}
