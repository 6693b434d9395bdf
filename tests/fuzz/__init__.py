"""Readers are given what nobody meant to write: each reads it, or refuses it in plain words."""
