"""How long hypothesis searches: a little by default and always the same, long with HYPOTHESIS_PROFILE=long."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
SHRINKING = [Phase.explain, Phase.shrink]
"""What takes minutes when something is found: the long search does it, the short one says at once."""

settings.register_profile(
    "default",
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[phase for phase in Phase if phase not in SHRINKING],
    suppress_health_check=SLOW,
)
settings.register_profile(
    "long", max_examples=150, deadline=None, database=None, print_blob=True, suppress_health_check=SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
