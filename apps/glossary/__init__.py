"""The words of the field: a page of all of them, each opened in place where a text uses it, some with an experiment."""
