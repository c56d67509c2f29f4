"""Words of the interface in other languages: found in the sources, kept as gettext files, made into tables."""
