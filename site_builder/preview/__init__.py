"""The site as it would be, on the person's own computer, with what is still missing on each page."""
