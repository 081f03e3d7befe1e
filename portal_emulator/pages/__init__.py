"""HTML pages of the pretend portal: the application frame, sites, panel, pictures."""
