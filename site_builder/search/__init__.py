"""The search of a site: what it knows of each page, and the rule by which words are compared."""
