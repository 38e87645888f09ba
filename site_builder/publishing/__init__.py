"""Publishing: brings the built site to where the public reads it, and proves that it stands there."""
