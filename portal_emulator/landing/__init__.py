"""The `landing` module: sites, folders, pages, blocks, favorites, templates and their rules."""
