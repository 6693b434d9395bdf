"""Who answers whom

Where a child has several clocks of a rule and several events, this chapter says which event meets which clock.
"""
