"""A notice as an e-mail message, the same bytes each time."""

from __future__ import annotations

import binascii
import hashlib
from datetime import UTC, date, datetime, time
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from timeliness.errors import UsageError

_SENT = time(7, tzinfo=UTC)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OUTER, _INNER = "=_notice_and_workbook", "=_text_or_page"
_WIDTH = 76


class Letter(NamedTuple):
    """What a message says and to whom; `file` is the name of the workbook. `to` may be empty."""

    subject: str
    text: str
    html: str
    xlsx: bytes
    file: str
    sender: str
    to: str


def message(letter: Letter, as_at: date) -> bytes:
    """Put a letter in an envelope. Without an address it has no To: it then reaches nobody rather than somebody.

    The parts are joined here, since the standard library takes ten times as long. Each is base64, in which a boundary
    cannot occur. Raises UsageError where an address is none.
    """
    text = _part("text/plain; charset=utf-8", letter.text.replace("\n", "\r\n").encode())
    page = _part("text/html; charset=utf-8", letter.html.replace("\n", "\r\n").encode())
    said = f'Content-Type: multipart/alternative; boundary="{_INNER}"\r\n\r\n'.encode() + _joined(_INNER, text, page)
    body = _joined(
        _OUTER, said, _part(_WORKBOOK, letter.xlsx, f'Content-Disposition: attachment;\r\n filename="{letter.file}"')
    )
    return _head(letter, as_at, body) + body


def _head(letter: Letter, as_at: date, body: bytes) -> bytes:
    """The headers, folded. The Message-ID is of the content: the same notice sent twice has one."""
    sender, to = _address(letter.sender), _address(letter.to) if letter.to else None
    named = f"{letter.subject}\0{letter.to}\0{letter.sender}\0{as_at}\0"
    digest = hashlib.sha256(named.encode() + body).hexdigest()
    head = EmailMessage(policy=SMTP)
    head["From"] = sender
    if to:
        head["To"] = to
    head["Subject"] = letter.subject
    head["Date"] = format_datetime(datetime.combine(as_at, _SENT))
    head["Message-ID"] = f"<{digest[:32]}@{sender.domain}>"
    head["Auto-Submitted"] = "auto-generated"
    head["X-Auto-Response-Suppress"] = "All"
    head["Content-Language"] = "en-GB"
    head["MIME-Version"] = "1.0"
    head["Content-Type"] = f'multipart/mixed; boundary="{_OUTER}"'
    return b"".join(SMTP.fold_binary(name, value) for name, value in head.items()) + b"\r\n"


def _address(text: str) -> Address:
    try:
        found = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError):
        found = Address()
    if not (found.username and found.domain and text.isascii() and text.isprintable()):
        raise UsageError(f"'{text}' is not an e-mail address. Write it as name@example.gov.uk.")
    return found


def _part(kind: str, content: bytes, *more: str) -> bytes:
    head = "\r\n".join([f"Content-Type:\r\n {kind}", "Content-Transfer-Encoding: base64", *more])
    text = binascii.b2a_base64(content, newline=False)
    lines = [text[begun : begun + _WIDTH] + b"\r\n" for begun in range(0, len(text), _WIDTH)]
    return head.encode() + b"\r\n\r\n" + b"".join(lines)


def _joined(boundary: str, *parts: bytes) -> bytes:
    line = b"--" + boundary.encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
