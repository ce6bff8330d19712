"""Makes a template of 200 KB, nearly all of it text, for Velocity, Jinja2 and Python alike."""

from __future__ import annotations

PARAGRAPHS = 200
_SENTENCE = "Paragraph {number} of the terms says once more, at length, what the ones before it have said already. "


def paragraphs() -> list[str]:
    """The text between one reference and the next."""
    return [f"<p>\n  {_SENTENCE.format(number=number) * 10}\n  Agreed: " for number in range(PARAGRAPHS)]


def vtl() -> str:
    """The template: each paragraph is signed by the customer."""
    return "#set($customer = $input.path('$.customer'))\n" + _joined("$customer.email")


def jinja() -> str:
    """The same text for Jinja2; the payload is `payload`."""
    return "{% set customer = payload.customer %}" + _joined("{{ customer.email }}")


def _joined(reference: str) -> str:
    return "".join(f"{text}{reference}.\n</p>\n" for text in paragraphs())
