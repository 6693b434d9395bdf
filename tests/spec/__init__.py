"""The rule language by example: a folder is a chapter, a module is a section, a paragraph is a test."""
