"""The kinds of files people may bring, and how each is recognised by its content."""

from dataclasses import dataclass

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """``family`` names the check of the content; ``mark`` is what that check looks for."""

    content_type: str
    family: str
    mark: str = ""


KINDS = {
    "pdf": Kind("application/pdf", "magic"),
    "png": Kind("image/png", "magic"),
    "jpg": Kind("image/jpeg", "magic"),
    "jpeg": Kind("image/jpeg", "magic"),
    "webp": Kind("image/webp", "magic"),
    "mp3": Kind("audio/mpeg", "magic"),
    "mp4": Kind("video/mp4", "magic"),
    "csv": Kind("text/csv", "text"),
    "txt": Kind("text/plain", "text"),
    "md": Kind("text/markdown", "text"),
    "zip": Kind("application/zip", "zip"),
    "docx": Kind(f"{OOXML}.wordprocessingml.document", "ooxml", "word/"),
    "pptx": Kind(f"{OOXML}.presentationml.presentation", "ooxml", "ppt/"),
    "xlsx": Kind(f"{OOXML}.spreadsheetml.sheet", "ooxml", "xl/"),
    "odt": Kind(f"{ODF}.text", "mimetype", f"{ODF}.text"),
    "odp": Kind(f"{ODF}.presentation", "mimetype", f"{ODF}.presentation"),
    "ods": Kind(f"{ODF}.spreadsheet", "mimetype", f"{ODF}.spreadsheet"),
    "epub": Kind("application/epub+zip", "mimetype", "application/epub+zip"),
}
# For the ``accept`` attribute of a file field.
ACCEPT = ",".join(f".{extension}" for extension in KINDS)
