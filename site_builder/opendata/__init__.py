"""What machines read: data files, their schemas, catalogues, the index and feeds, as values."""
