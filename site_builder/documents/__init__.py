"""Opens the documents of a workspace and says what is in them; judges nothing."""
