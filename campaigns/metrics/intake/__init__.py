"""Numbers come in: files, vendors' exports, pasted cells, calls of the API; and those that wait."""
