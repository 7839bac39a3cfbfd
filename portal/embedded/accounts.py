"""The demo's accounts, as they are shown to people."""

PASSWORD = "alliance-demo"  # noqa: S105 - of the demo, and meant to be known
DOMAIN = "demo.alliance.test"
ACCOUNTS = [
    ("secretariat", "secretariat"),
    ("coordinator.africa", "coordinator of Africa"),
    ("coordinator.arab-states", "coordinator of the Arab States"),
    ("coordinator.asia-pacific", "coordinator of Asia and the Pacific"),
    ("coordinator.europe-north-america", "coordinator of Europe and North America"),
    ("coordinator.latin-america-caribbean", "coordinator of Latin America and the Caribbean"),
    ("rep.nairobi", "primary representative of the University of Nairobi"),
    ("rep.tsinghua", "primary representative of Tsinghua University"),
    ("rep.chile", "primary representative of the University of Chile"),
    ("rep.manchester", "primary representative of the University of Manchester"),
    ("editor.nairobi", "profile editor of the University of Nairobi"),
    ("chair.quality", "chair of the private group quality-standards"),
    ("member.quality", "member of the private group quality-standards"),
    ("chair.inclusion", "chair of the public group inclusion-equity"),
    ("reviewer.one", "reviewer of practices"),
    ("reviewer.two", "reviewer of practices"),
    ("newcomer", "signed up, without affiliation"),
]


def table() -> str:
    """E-mail addresses and roles in two columns."""
    rows = [(f"{name}@{DOMAIN}", role) for name, role in ACCOUNTS]
    width = max(len(email) for email, _role in rows)
    lines = [f"  {email:<{width}}  {role}" for email, role in rows]
    return "\n".join([f"Demo accounts (password for all: {PASSWORD})", *lines])
