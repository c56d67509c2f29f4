"""Items that people write: drafts, what is published of them, and the proof that they can be done."""
