"""The exhibit: a station that plays by itself, lets visitors in, asks for a PIN, and is kept up for weeks."""
