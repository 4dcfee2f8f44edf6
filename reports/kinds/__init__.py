"""The kinds of papers, a module each: `build_NAME(context) -> Report` in the module NAME."""
