"""Static files named by their contents, so that browsers keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage as Compressed


class Assets(Compressed):
    """Our modules import each other by these names too; else each would be fetched twice."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        Compressed._js_module_import_aggregation_patterns[1],
    )
