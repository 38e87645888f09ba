"""A form for each item in the browser: its configuration, what it saves, and the local server."""
