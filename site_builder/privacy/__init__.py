"""Personal data in texts: finding, masking, and the exceptions that an agency names. Tells it never."""
