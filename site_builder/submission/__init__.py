"""What an agency files for each item in the assessment's system: answer, addresses, where to click."""
