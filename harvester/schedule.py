"""When a job is due, from its cron expression and its last start (cronsim, right across DST)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim

from harvester.config import Job


def is_due(job: Job, last_started: str | None, now: datetime) -> bool:
    """Whether a scheduled moment has passed since the last start; several missed ones are one."""
    if job.schedule is None:
        return False
    if last_started is None:
        return True
    started = datetime.fromisoformat(last_started.replace("Z", "+00:00"))
    return started < last_moment(job, now)


def last_moment(job: Job, now: datetime) -> datetime:
    """The scheduled moment that passed last, in UTC."""
    assert job.schedule is not None
    local = now.astimezone(ZoneInfo(job.timezone))
    return next(CronSim(job.schedule, local, reverse=True)).astimezone(UTC)


def next_moment(job: Job, now: datetime) -> datetime | None:
    """The scheduled moment that comes next, in UTC; None for a job without a schedule."""
    if job.schedule is None:
        return None
    return next(CronSim(job.schedule, now.astimezone(ZoneInfo(job.timezone)))).astimezone(UTC)
