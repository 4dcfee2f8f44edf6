"""The pictures of the pages: the app is run on the sample, and draws its own screens as SVG."""
