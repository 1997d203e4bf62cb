"""Property tests without a deadline: on a busy machine one example may take long, which says nothing about the code."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
