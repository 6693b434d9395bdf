"""Rules as data: loaded, checked, resolved and described."""
