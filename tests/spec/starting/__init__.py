"""Starting

`starts` names what starts a clock: an event, the start of a spell, or a list; and, as a mapping, which of them and
from which date. One occurrence starts one clock.
"""
