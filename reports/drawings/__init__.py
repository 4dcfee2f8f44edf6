"""Pictures for papers: pure layout functions from records to a `Drawing` of lines, boxes, texts."""
