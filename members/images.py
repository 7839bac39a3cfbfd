"""Logos: checked, then drawn anew, so that only pixels reach the site."""

import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 16_000_000
MAX_SIDE = 800
FORMATS = ("PNG", "JPEG", "WEBP")


def clean_logo(upload: UploadedFile) -> ContentFile:
    """Return the picture as a PNG of at most 800 pixels a side, without metadata.

    ``ValidationError`` for anything but a PNG, JPEG or WebP picture of bearable size.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("A logo may have at most 2 MB."), code="too_large")
    try:
        upload.seek(0)
        picture = Image.open(upload, formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise ValidationError(_("This picture has too many pixels."), code="pixels")
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This is not a readable PNG, JPEG or WebP picture."), code="picture"
        ) from error
    return _drawn(picture)


def _drawn(picture: Image.Image) -> ContentFile:
    fresh = picture.convert("RGBA")
    fresh.thumbnail((MAX_SIDE, MAX_SIDE))
    buffer = io.BytesIO()
    fresh.save(buffer, "PNG", optimize=True)
    return ContentFile(buffer.getvalue(), name="logo.png")
