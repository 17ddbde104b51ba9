"""Static files: hashed names without a bundler, and no tests among them."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedModules(ManifestStaticFilesStorage):
    """Content-hashed names, with ES module imports rewritten to match. This replaces a bundler."""

    support_js_module_import_aggregation = True


class StaticFiles(StaticFilesConfig):
    """Django's collector, which leaves the tests beside our modules, and the builds of htmx that we do not use, where they are."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.test.js", "vectors*", "ext", "htmx-4*", "htmax-4*"]
