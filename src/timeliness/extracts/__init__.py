"""Files become facts, and what is wrong with them becomes findings."""
