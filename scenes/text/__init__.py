"""Every sentence a visitor reads, one file a language."""
