"""The site as values: pages with path, title and body, and files beside them. No renderer here."""
