"""Takes over an agency's present page: which of its links belong to which item, and how sure that is."""
