"""Moments in Europe/London, for limits in hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def moment(day: date | None, clock_time: str | None) -> datetime | None:
    """Return the moment of a local day and time; a skipped time is not known (decision 50)."""
    if day is None or clock_time is None:
        return None
    local = datetime.combine(day, time.fromisoformat(clock_time))
    known = local.replace(tzinfo=LONDON).astimezone(UTC)
    return known if known.astimezone(LONDON).replace(tzinfo=None) == local else None


def later(start: datetime, hours: int) -> datetime | None:
    """Return the moment so many elapsed hours later, or earlier when negative (decision 50)."""
    try:
        return start + timedelta(hours=hours)
    except OverflowError:
        return None


def local(moment_: datetime) -> datetime:
    """Return the moment as the clocks of London show it."""
    return moment_.astimezone(LONDON)


def end_of(day: date) -> datetime:
    """Return the moment at which the day is over (decision 50)."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)
