"""Reports of an audit, one file per format."""
